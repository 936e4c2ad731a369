import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Open the wizard by a button of the form. */
const open = (label) => ({
    content: `Ask for it: ${label}`,
    trigger: `.o_form_view header button:contains(${label}), .o_statusbar_buttons button:contains(${label})`,
    run: "click",
});

/** What is started shows its job. */
const start = () => [
    {
        trigger: ".modal button[name='action_confirm']",
        run: "click",
    },
    {
        content: "The job waits for an agent",
        trigger: ".o_job_log:contains(waits for an agent)",
    },
];

tours.add("implementation_migration_unsigned", {
    steps: () => [
        open("Rehearse"),
        {
            content: "The wizard says what stands against it, and offers no start",
            trigger: ".modal .alert:contains(Nobody has signed)",
        },
        { trigger: ".modal:not(:has(button[name='action_confirm']))" },
        {
            trigger: ".modal button[special='cancel'], .modal .btn-close",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("implementation_migration_rehearse", {
    steps: () => [open("Rehearse"), ...start()],
});

tours.add("implementation_migration_apply", {
    steps: () => [
        {
            content: "What is proved stands beside what is claimed",
            trigger: ".o_field_widget[name='rollback_level']:contains(R3)",
        },
        { trigger: ".o_field_widget[name='downtime_level']:contains(Z2)" },
        open("Apply"),
        ...start(),
    ],
});

tours.add("implementation_migration_roll_back", {
    steps: () => [
        {
            content: "It is applied",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Applied)",
        },
        open("Roll Back"),
        ...start(),
    ],
});

tours.add("implementation_migration_rolled_back", {
    steps: () => [
        {
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains(Rolled Back)",
        },
        {
            trigger: "a.nav-link:contains(Databases)",
            run: "click",
        },
        {
            content: "Each database says how it stands there",
            trigger: ".o_field_widget[name='state_ids'] .badge:contains(Rolled Back)",
        },
    ],
});

tours.add("implementation_migration_from_git", {
    steps: () => [
        {
            trigger: "button[name='action_read']",
            run: "click",
        },
        {
            content: "The job waits for an agent",
            trigger: ".o_job_log:contains(waits for an agent)",
        },
    ],
});

tours.add("implementation_migration_take_scripts", {
    steps: () => [
        {
            trigger: "button[name='action_preview']",
            run: "click",
        },
        {
            content: "What changes is shown before anything is written",
            trigger: ".modal .alert:contains(nothing is written yet)",
        },
        { trigger: ".modal .o_data_row:contains(stock) .badge:contains(New)" },
        { trigger: ".modal .o_data_row:contains(orders) .badge:contains(Changed)" },
        {
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            content: "The migrations of the plan, the new one among them",
            trigger: ".o_list_view .o_data_row:contains(stock)",
        },
    ],
});

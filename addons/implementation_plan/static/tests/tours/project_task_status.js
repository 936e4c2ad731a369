import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Steps that choose a status: a plain select on 18, a menu of its own on 19. */
function choose(label) {
    return [
        {
            content: `Choose ${label}`,
            trigger: ".o_form_view [name='plan_status'] :is(select, input)",
            async run(helpers) {
                const isSelect = helpers.anchor.matches("select");
                await (isSelect ? helpers.selectByLabel(label) : helpers.click());
            },
        },
        {
            trigger: `.o_select_menu_item:contains(${label}), .o_form_view [name='plan_status'] select`,
            async run(helpers) {
                if (!helpers.anchor.matches("select")) {
                    await helpers.click();
                }
            },
        },
    ];
}

const save = { trigger: ".o_form_button_save:visible", run: "click" };
const saved = { trigger: "body:not(:has(.o_form_button_save:visible)) .o_form_view" };

tours.add("implementation_plan_task_done", {
    url: "/odoo/implementation-plans",
    steps: () => [
        {
            content: "What can I start now?",
            trigger:
                ".o_menu_sections [data-menu-xmlid='implementation_base.implementation_menu_work']",
            run: "click",
        },
        {
            trigger:
                "[data-menu-xmlid='implementation_plan.project_task_menu_startable']",
            run: "click",
        },
        {
            content: "What waits is not listed",
            trigger:
                ".o_list_view:has(.o_data_row:contains(Tour first)):not(:has(.o_data_row:contains(Tour second)))",
        },
        {
            trigger: ".o_data_row td[name='name']:contains(Tour first)",
            run: "click",
        },
        ...choose("In Progress"),
        save,
        saved,
        ...choose("Done"),
        save,
        saved,
        {
            content: "Back in the list, the task that waited can start",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:has(.o_data_row:contains(Tour second)):not(:has(.o_data_row:contains(Tour first)))",
        },
    ],
});

tours.add("implementation_plan_task_blocked", {
    steps: () => [
        {
            content: "The task says what it waits for",
            trigger: ".o_form_view [name='plan_blocked']:contains(P1.1)",
        },
        ...choose("Done"),
        save,
        {
            content: "It is refused, with the reason",
            trigger:
                ".modal:contains(cannot be done) .o_implementation_refusal:contains(P1.1)",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Nothing was written: the change is given up",
            trigger: ".o_form_button_cancel:visible",
            run: "click",
        },
        {
            trigger: ".o_form_view [name='plan_blocked']:contains(P1.1)",
        },
    ],
});

import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("implementation_run_checks", {
    steps: () => [
        {
            content: "The phase shows that its check was never run",
            trigger: ".o_field_widget[name='check_ids'] .badge:contains(Not Proved)",
        },
        {
            content: "An operator has it run",
            trigger: "button[name='action_run_checks']",
            run: "click",
        },
        {
            content: "The job waits for an agent and says so",
            trigger: ".o_job_log:contains(waits for an agent)",
        },
    ],
});

tours.add("implementation_watch_log", {
    steps: () => [
        {
            content: "The job that runs is on top of the list",
            trigger: ".o_data_row:has(.badge:contains(Running)) td:contains(Healthy)",
            run: "click",
        },
        {
            content: "Its log is there, errors told apart",
            trigger: ".o_job_log_stdout:contains(HTTP 200)",
        },
        { trigger: ".o_job_log_stderr:contains(slow)" },
        {
            content: "An agent that goes on is seen without a click",
            trigger:
                ".o_form_view .o_field_widget[name='progress_text']:contains(half)",
        },
    ],
});

tours.add("implementation_gate_refused", {
    steps: () => [
        {
            trigger: "button[name='action_complete']",
            run: "click",
        },
        {
            content: "The refusal names the check",
            trigger: ".modal:contains(was not completed):contains(Healthy)",
        },
        {
            trigger: ".modal .btn-close, .modal footer button",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("implementation_gate_passed", {
    steps: () => [
        {
            content: "The check is proved now",
            trigger: ".o_field_widget[name='check_ids'] .badge:contains(Proved)",
        },
        {
            trigger: "button[name='action_complete']",
            run: "click",
        },
        {
            content: "The phase is done and its proof lies below",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
        },
        {
            trigger: ".o_field_widget[name='gate_proof_ids'] .o_data_row",
        },
    ],
});

tours.add("implementation_record_evidence", {
    steps: () => [
        {
            content: "What a machine reads in the words, and that nothing shows it",
            trigger: ".o_field_widget[name='claim_text']:contains(coverage >= 90 %)",
        },
        { trigger: ".o_field_widget[name='standing']:contains(Not Proved)" },
        {
            content: "No person accepts it",
            trigger: ".o_form_view:not(:has(button[name='action_accept']))",
        },
        {
            trigger: "button[name='action_record_evidence']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='measured'] input",
            run: "edit 93 %",
        },
        {
            trigger: ".modal button[name='action_record']",
            run: "click",
        },
        {
            content: "The number ticks it",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Accepted)",
        },
        { trigger: ".o_field_widget[name='standing']:contains(Proved)" },
    ],
});

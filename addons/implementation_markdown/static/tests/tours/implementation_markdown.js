import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The plan's own document after somebody edited it elsewhere. */
async function editedDocument() {
    const id = window.location.pathname.split("/").pop();
    const response = await fetch(`/implementation/plan/${id}/document`);
    const text = await response.text();
    return text
        .replace("| P1.1 | Create schema | dba | - | In Progress |", (row) =>
            row.replace("In Progress", "In Review")
        )
        .replace("| P1.2 | Write API |", "| P1.2 | Write the API |");
}

async function dropDocument({ anchor }) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([await editedDocument()], "plan.md"));
    anchor.dispatchEvent(
        new DragEvent("drop", { bubbles: true, dataTransfer: transfer })
    );
}

tours.add("implementation_markdown_import", {
    steps: () => [
        {
            content: "Open the import from the plan",
            trigger: ".o_form_view button[name='action_import']",
            run: "click",
        },
        {
            content: "Drop a document",
            trigger: ".modal .o_implementation_file_drop",
            run: dropDocument,
        },
        {
            trigger: ".modal .o_implementation_file_drop:contains(plan.md)",
        },
        {
            trigger: ".modal button[name='action_preview']:enabled",
            run: "click",
        },
        {
            content: "The dry run says that nothing is written",
            trigger: ".modal .alert-info:contains(nothing is written yet)",
        },
        {
            content: "What only the file changed is listed",
            trigger:
                ".modal [name='change_ids'] .o_data_row:contains(P1.2):contains(Write the API)",
        },
        {
            content: "A conflict shows all three sides",
            trigger:
                ".modal [name='conflict_ids'] .o_data_row:contains(P1.1):contains(Not Started):contains(In Progress):contains(In Review)",
        },
        {
            content: "An open conflict is not applied",
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            trigger: ".modal .modal-body:contains([open_conflict])",
        },
        {
            trigger: ".modal:contains([open_conflict]) .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Take the file's side",
            trigger: ".modal [name='conflict_ids'] button:contains(Take File)",
            run: "click",
        },
        {
            trigger:
                ".modal [name='conflict_ids'] button[aria-pressed='true']:contains(Take File)",
        },
        {
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            content: "The plan is open again",
            trigger: "body:not(:has(.modal)) .o_form_view [name='slug']",
        },
    ],
});

tours.add("implementation_markdown_template", {
    steps: () => [
        {
            content: "A template offers a new plan",
            trigger: ".o_form_view button[name='action_instantiate']",
            run: "click",
        },
        {
            content: "Each placeholder is a question, with the sentence it stands in",
            trigger:
                ".modal [name='answer_ids'] .o_data_row:contains(Project Name) [name='value']",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row [name='value'] input",
            run: "edit Tour shop",
        },
        {
            trigger:
                ".modal [name='answer_ids'] .o_data_row:contains(slug) [name='value']",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row:contains(slug) [name='value'] input",
            run: "edit tour-shop",
        },
        {
            content: "The team: who is dev?",
            trigger:
                ".modal [name='member_ids'] .o_data_row:contains(dev) [name='user_id']",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row [name='user_id'] input",
            run: "edit Tour Planner",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour Planner)",
            run: "click",
        },
        {
            content: "The day work begins",
            trigger:
                ".modal [name='date_start'] input, .modal [name='date_start'] button",
            run: "click",
        },
        {
            trigger: ".modal [name='date_start'] input",
            run: "edit 11/30/2026 && press Tab",
        },
        {
            trigger: ".modal button[name='action_create_plan']",
            run: "click",
        },
        {
            content: "The new plan opens",
            trigger:
                "body:not(:has(.modal)) .o_form_view [name='slug'] input:value(tour-shop)",
        },
    ],
});

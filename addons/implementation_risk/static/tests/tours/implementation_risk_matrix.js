import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("implementation_risk_matrix", {
    url: "/odoo/implementation-risk-matrix",
    steps: () => [
        {
            content: "The cell counts its risk and says its exposure in words",
            trigger: "[data-cell='critical/low']:contains(1):contains(Moderate)",
            run: "click",
        },
        {
            content: "Only the risks of the cell are listed",
            trigger:
                ".o_list_view:has(.o_data_row:contains(Tour migration fails)):not(:has(.o_data_row:contains(Tour cache stampede)))",
        },
        {
            content: "The same cell again shows all",
            trigger: "[data-cell='critical/low'][aria-pressed='true']",
            run: "click",
        },
        {
            content: "A risk opens",
            trigger: ".o_data_row td:contains(Tour cache stampede)",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name='name']",
        },
    ],
});

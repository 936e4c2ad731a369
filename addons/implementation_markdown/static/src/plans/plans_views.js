import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { useService } from "@web/core/utils/hooks";

import { onWillStart } from "@odoo/owl";

/** The two ways to a plan beside New: a document, or a template. */
const withDocuments = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            this.plansAction = useService("action");
            onWillStart(async () => {
                this.isPlanner = await user.hasGroup(
                    "implementation_base.group_planner"
                );
            });
        }

        async openPlanAction(name) {
            await this.plansAction.doAction(`implementation_markdown.${name}`, {
                onClose: () => this.model.load(),
            });
        }
    };

const views = registry.category("views");
views.add("implementation_plan_kanban", {
    ...kanbanView,
    Controller: withDocuments(KanbanController),
    buttonTemplate: "implementation_markdown.PlanKanban.Buttons",
});
views.add("implementation_plan_list", {
    ...listView,
    Controller: withDocuments(ListController),
    buttonTemplate: "implementation_markdown.PlanList.Buttons",
});

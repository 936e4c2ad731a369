import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { standardErrorDialogProps } from "@web/core/errors/error_dialogs";
import { useService } from "@web/core/utils/hooks";

import { Component } from "@odoo/owl";

/** What did not happen, why line by line with a link each, and the way out. */
export class RefusalDialog extends Component {
    static template = "implementation_base.RefusalDialog";
    static components = { Dialog };
    static props = { ...standardErrorDialogProps };

    setup() {
        this.action = useService("action");
    }

    get refusal() {
        return this.props.data?.context || {};
    }

    get title() {
        return this.refusal.title || _t("This did not happen");
    }

    get reasons() {
        return this.refusal.reasons || [];
    }

    async open(reason) {
        this.props.close();
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: reason.model,
            res_id: reason.res_id,
            views: [[false, "form"]],
        });
    }
}

registry
    .category("error_dialogs")
    .add("odoo.addons.implementation_base.refusal.ListedRefusal", RefusalDialog);

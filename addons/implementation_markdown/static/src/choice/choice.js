import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** A selection as buttons that work in a row without opening it. */
export class Choice extends Component {
    static template = "implementation_markdown.Choice";
    static props = { ...standardFieldProps };

    get options() {
        return this.props.record.fields[this.props.name].selection;
    }

    isChosen(key) {
        return this.props.record.data[this.props.name] === key;
    }

    async choose(key) {
        await this.props.record.update({ [this.props.name]: key });
    }
}

registry.category("fields").add("implementation_choice", {
    component: Choice,
    supportedTypes: ["selection"],
});

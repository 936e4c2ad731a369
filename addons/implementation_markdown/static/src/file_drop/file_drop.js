import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { checkFileSize } from "@web/core/utils/files";
import { FileUploader } from "@web/views/fields/file_handler";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useState } from "@odoo/owl";

/** A binary field one can drop a document on. */
export class FileDrop extends Component {
    static template = "implementation_markdown.FileDrop";
    static components = { FileUploader };
    static props = {
        ...standardFieldProps,
        fileNameField: { type: String, optional: true },
    };

    setup() {
        this.notification = useService("notification");
        this.state = useState({ isOver: false });
    }

    get fileName() {
        return this.props.record.data[this.props.fileNameField] || _t("A document");
    }

    get hasFile() {
        return Boolean(this.props.record.data[this.props.name]);
    }

    async setFile(name, data) {
        const changes = { [this.props.name]: data };
        if (this.props.fileNameField) {
            changes[this.props.fileNameField] = name;
        }
        await this.props.record.update(changes);
    }

    async onUploaded({ name, data }) {
        await this.setFile(name, data);
    }

    async onDrop(ev) {
        this.state.isOver = false;
        const file = ev.dataTransfer.files[0];
        if (!file || !checkFileSize(file.size, this.notification)) {
            return;
        }
        const url = await getDataURLFromFile(file);
        await this.setFile(file.name, url.split(",")[1]);
    }

    async onRemove() {
        await this.setFile(false, false);
    }
}

export const fileDrop = {
    component: FileDrop,
    supportedTypes: ["binary"],
    extractProps: ({ attrs }) => ({ fileNameField: attrs.filename }),
};

registry.category("fields").add("implementation_file_drop", fileDrop);

import {
    Component,
    onMounted,
    onPatched,
    onWillUnmount,
    useRef,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PAUSE = 1500;
const LIVE = ["queued", "leased"];

/** The log of a job as it grows; the form is loaded again when the job moves on. */
export class JobLog extends Component {
    static template = "implementation_runner.JobLog";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.pane = useRef("pane");
        this.log = useState({ chunks: [], isRead: false, isFollowed: true, step: "" });
        this.next = 0;
        this.token = 0;
        onMounted(() => this.read());
        onPatched(() => this.follow());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get state() {
        return this.props.record.data.state;
    }

    get emptyText() {
        return (
            {
                queued: _t(
                    "It waits for an agent. The log appears here as it is written."
                ),
                leased: _t("An agent has it and has written nothing yet."),
            }[this.state] || _t("It wrote no log.")
        );
    }

    /** The next chunks; once more right away while there are more of them. */
    async read() {
        const id = this.props.record.resId;
        if (!id) {
            return;
        }
        let answer = null;
        try {
            answer = await this.orm.silent.call("implementation.job", "get_log", [
                [id],
                this.next,
            ]);
        } catch {
            this.again(4 * PAUSE); // the server is away for a moment
            return;
        }
        if (id === this.props.record.resId) {
            await this.show(answer);
        }
    }

    async show(answer) {
        if (answer.token !== this.token) {
            this.token = answer.token;
            if (this.next) {
                this.next = 0; // another agent has taken it: its log begins anew
                this.log.chunks = [];
                this.again(0);
                return;
            }
        }
        this.log.chunks.push(...answer.chunks);
        this.log.isRead = true;
        this.log.step = answer.step;
        this.next = answer.next;
        const shown = this.props.record.data;
        if (answer.state !== this.state || answer.progress !== shown.progress) {
            await this.props.record.load();
        }
        if (this.next < answer.count) {
            this.again(0);
        } else if (LIVE.includes(answer.state)) {
            this.again(PAUSE);
        }
    }

    again(pause) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.read(), pause);
    }

    follow() {
        if (this.pane.el && this.log.isFollowed) {
            this.pane.el.scrollTop = this.pane.el.scrollHeight;
        }
    }

    /** Who scrolls up reads; who scrolls to the end follows again. */
    onScroll() {
        const { scrollTop, scrollHeight, clientHeight } = this.pane.el;
        this.log.isFollowed = scrollTop + clientHeight >= scrollHeight - 8;
    }
}

registry.category("view_widgets").add("implementation_job_log", {
    component: JobLog,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "progress", type: "float" },
    ],
});

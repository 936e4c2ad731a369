import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** 19 wants to be told which step leaves the page; 18 refuses the word. */
function leaving() {
    const is19 = odoo.loader.factories.has("@web/public/interaction");
    return is19 ? { expectUnloadPage: true } : {};
}

const press = (content, trigger) => ({ content, trigger, run: "click", ...leaving() });

function logIn(login) {
    return [
        { trigger: ".oe_login_form input[name='login']", run: `edit ${login}` },
        { trigger: ".oe_login_form input[name='password']", run: `edit ${login}` },
        press("Log in", ".oe_login_form button[type='submit']"),
    ];
}

/** Fill what a first signature needs; the words are there already. */
function sign(name, password) {
    return [
        {
            content: "The bar leads to the form, however long the document",
            trigger: ".o_sign_bar a[href='#sign']",
            run: "click",
        },
        { trigger: "#sign input[name='typed_name']", run: `edit ${name}` },
        { trigger: "#sign input[name='password']", run: `edit ${password}` },
        press("Approve", "#sign button[type='submit']"),
        {
            content: "It is signed, and the form is gone",
            trigger: ".o_sign_page:not(:has(#sign)) .o_sign_done:contains(complete)",
        },
    ];
}

/** Draw a stroke with the pen. */
function draw({ anchor }) {
    const frame = anchor.getBoundingClientRect();
    const at = (type, x) =>
        anchor.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                pointerId: 1,
                clientX: frame.left + x,
                clientY: frame.top + 20,
            })
        );
    // No real pointer is captured in a script.
    anchor.setPointerCapture = () => {};
    at("pointerdown", 10);
    at("pointermove", 80);
    at("pointerup", 80);
}

tours.add("implementation_sign_from_mail", {
    steps: () => [
        ...logIn("sign-sre"),
        {
            content: "The difference is what the page begins with",
            trigger:
                ".o_sign_since:contains(Since you signed r1) .o_sign_change:contains(canary.example.org)",
        },
        {
            content: "What is signed in full is one tap away",
            trigger: ".o_sign_full summary",
            run: "click",
        },
        { trigger: ".o_sign_document:contains(Canary)" },
        { trigger: ".o_sign_drawing summary", run: "click" },
        { content: "Draw a name", trigger: ".o_sign_canvas", run: draw },
        {
            content: "A wrong password signs nothing",
            trigger: "#sign input[name='typed_name']",
            run: "edit SRE Person",
        },
        { trigger: "#sign input[name='password']", run: "edit wrong" },
        press("Approve", "#sign button[type='submit']"),
        {
            content: "The reason is said, what was typed is kept, the password is not",
            trigger: ".o_sign_error[data-code='reauthentication_failed']",
        },
        {
            trigger: "#sign input[name='typed_name']",
            run() {
                const { typed_name, password, drawing } = this.anchor.form.elements;
                if (typed_name.value !== "SRE Person" || !drawing.value) {
                    throw new Error("What was typed and drawn is lost");
                }
                if (password.value) {
                    throw new Error("The password came back");
                }
            },
        },
        ...sign("SRE Person", "sign-sre"),
    ],
});

tours.add("implementation_sign_reject", {
    steps: () => [
        {
            content: "What waits is one tap away",
            trigger: ".o_sign_offs_waiting a:contains(SRE)",
            run: "click",
            ...leaving(),
        },
        {
            content: "The bar opens the reason",
            trigger: ".o_sign_bar a[href='#reject']",
            run: "click",
        },
        {
            trigger: "#reject details[open] textarea[name='comment']",
            run: "edit The canary has no URL",
        },
        press("Reject", "#reject button[type='submit']"),
        { trigger: ".o_sign_done:contains(Rejected)" },
        { trigger: ".o_sign_page:not(:has(.o_sign_bar)) .badge:contains(Rejected)" },
    ],
});

tours.add("implementation_sign_again", {
    steps: () => [
        { trigger: ".o_sign_since:contains(Nothing changed)" },
        {
            content: "Meaning and name are as last time: the password is enough",
            trigger: "#sign details:not([open]) summary:contains(as last time)",
        },
        { trigger: "#sign input[name='password']", run: "edit sign-sre" },
        press("Sign Again", "#sign button:contains(Sign Again)"),
        { trigger: ".o_sign_done:contains(complete)" },
    ],
});

tours.add("implementation_sign_delegate", {
    steps: () => [
        press("I am away", "a[href='/my/sign-offs/delegate']"),
        {
            trigger: "select[name='delegate_id']",
            run: "selectByLabel Security Person",
        },
        { trigger: "select[name='role_id']", run: "selectByLabel SRE" },
        { trigger: "input[name='reason']", run: "edit Leave" },
        press("Delegate", ".o_sign_form button:contains(Delegate)"),
        { trigger: ".alert-success:contains(given)" },
        {
            trigger:
                ".o_sign_given:contains(Security Person):contains(SRE):contains(Running)",
        },
    ],
});

tours.add("implementation_sign_for_another", {
    steps: () => [
        press("What waits, also of whoever is away", ".o_sign_offs_waiting a"),
        { trigger: ".o_sign_for_whom:contains(You sign for SRE Person)" },
        ...sign("Security Person", "sign-security"),
        { trigger: ".o_sign_signatures:contains(Security Person for SRE Person)" },
    ],
});

tours.add("implementation_sign_task", {
    steps: () => [
        press("The home page says what waits", "a[href='/my/sign-offs'].alert"),
        press("My task to sign off", ".o_sign_offs_waiting a:contains(Create schema)"),
        { trigger: "h1 + p:contains(Task:):contains(Create schema)" },
        { trigger: "#sign_meaning:value(accept it as done)" },
        ...sign("Tech Lead Person", "sign-tech-lead"),
    ],
});

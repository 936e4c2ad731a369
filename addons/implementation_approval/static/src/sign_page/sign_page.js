// Plain DOM: 18 has public widgets, 19 has interactions, and the page works without.

const INK = "#1f2a44";

/** Draws with finger, pen or mouse; the picture travels as PNG in base64. */
function setUpDrawing(box) {
    const canvas = box.querySelector("canvas");
    const input = box.querySelector("input[name='drawing']");
    const pen = canvas.getContext("2d");
    let isDown = false;

    const place = (event) => {
        const frame = canvas.getBoundingClientRect();
        return [
            ((event.clientX - frame.left) * canvas.width) / frame.width,
            ((event.clientY - frame.top) * canvas.height) / frame.height,
        ];
    };
    const start = (event) => {
        isDown = true;
        canvas.setPointerCapture(event.pointerId);
        pen.lineWidth = 3;
        pen.lineCap = "round";
        pen.strokeStyle = INK;
        pen.beginPath();
        pen.moveTo(...place(event));
    };
    const move = (event) => {
        if (isDown) {
            pen.lineTo(...place(event));
            pen.stroke();
        }
    };
    const stop = () => {
        if (isDown) {
            isDown = false;
            input.value = canvas.toDataURL("image/png").split(",")[1];
        }
    };
    canvas.addEventListener("pointerdown", start);
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("pointerup", stop);
    canvas.addEventListener("pointercancel", stop);
    box.querySelector(".o_sign_clear").addEventListener("click", () => {
        pen.clearRect(0, 0, canvas.width, canvas.height);
        input.value = "";
    });
    restore(canvas, pen, input);
}

/** What was drawn before a refusal is there again. */
function restore(canvas, pen, input) {
    if (!input.value) {
        return;
    }
    const picture = new Image();
    picture.addEventListener("load", () => pen.drawImage(picture, 0, 0));
    picture.src = `data:image/png;base64,${input.value}`;
    canvas.closest("details").open = true;
}

/** One press, one answer: a second press before the page changes does nothing. */
function setUpForm(form) {
    form.addEventListener("submit", (event) => {
        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }
        form.dataset.sent = "1";
        for (const button of form.querySelectorAll(".o_sign_submit")) {
            button.classList.add("disabled");
        }
    });
}

/** The bar's links open what they lead to. */
function setUpBar(page) {
    for (const link of page.querySelectorAll(".o_sign_bar a")) {
        link.addEventListener("click", (event) => {
            const section = page.querySelector(link.hash);
            if (!section) {
                return;
            }
            event.preventDefault();
            const folded = section.querySelector(":scope > details");
            if (folded) {
                folded.open = true;
            }
            section.scrollIntoView({ block: "start" });
            const field = section.querySelector("textarea, input:not([type='hidden'])");
            field?.focus({ preventScroll: true });
        });
    }
}

function setUp() {
    for (const page of document.querySelectorAll(".o_sign_page")) {
        page.querySelectorAll(".o_sign_drawing").forEach(setUpDrawing);
        page.querySelectorAll(".o_sign_form").forEach(setUpForm);
        setUpBar(page);
    }
}

// The browser's back button shows the page as it was left: let it be sent again.
window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll(".o_sign_form[data-sent]")) {
        delete form.dataset.sent;
        for (const button of form.querySelectorAll(".o_sign_submit")) {
            button.classList.remove("disabled");
        }
    }
});

if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", setUp);
} else {
    setUp();
}

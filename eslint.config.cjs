// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
const globals = require("globals");

module.exports = [
    {
        files: ["addons/*/static/**/*.js", "tests/addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", owl: "readonly" },
        },
        rules: {
            complexity: ["error", 10],
            curly: "error",
            eqeqeq: "error",
            "no-duplicate-imports": "error",
            "no-restricted-syntax": [
                "error",
                {
                    selector: "PrivateIdentifier",
                    message: "Odoo patches classes: say _name, not #name.",
                },
            ],
            "no-shadow": "error",
            "no-undef": "error",
            "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
        },
    },
];

// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
module.exports = {
    // by its place: found under pre-commit and after `npm ci` alike
    plugins: [require.resolve("@prettier/plugin-xml")],
    printWidth: 88,
    tabWidth: 4,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
    overrides: [
        { files: ["*.json", "*.yml", "*.yaml", "*.md"], options: { tabWidth: 2 } },
    ],
};

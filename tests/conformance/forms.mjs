// Fills in every field of a PDF with pdf.js and saves it: texts with the second argument, short ones with digits, boxes
// ticked, of options the last chosen.
import { readFileSync, writeFileSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const [source, words, target] = process.argv.slice(2);
const data = new Uint8Array(readFileSync(source));
const pdf = await getDocument({ data, verbosity: 0 }).promise;
for (let number = 1; number <= pdf.numPages; number++) {
    const fields = await (await pdf.getPage(number)).getAnnotations();
    const last = new Map(fields.filter((field) => field.radioButton).map((field) => [field.fieldName, field.id]));
    for (const field of fields) {
        if (field.fieldType === "Tx") {
            pdf.annotationStorage.setValue(field.id, { value: field.maxLen ? "12" : words });
        } else if (field.checkBox) {
            pdf.annotationStorage.setValue(field.id, { value: true });
        } else if (field.radioButton) {
            pdf.annotationStorage.setValue(field.id, { value: last.get(field.fieldName) === field.id });
        }
    }
}
writeFileSync(target, await pdf.saveDocument());

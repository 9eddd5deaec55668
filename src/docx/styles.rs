//! Styles: what each kind of paragraph looks like, so that a whole file is restyled in one place. Sizes are half points,
//! lengths twips; they follow the PDF.

use super::page::EM;
use super::paragraph::Style;
use super::value;
use crate::markup::Markup;

const MINCHO: &str = "游明朝";
const GOTHIC: &str = "游ゴシック";
/// For those who have neither.
const SUBSTITUTES: [(&str, &str, &str); 2] = [(MINCHO, "ＭＳ 明朝", "roman"), (GOTHIC, "ＭＳ ゴシック", "swiss")];

/// One paragraph style.
struct Face {
    style: Style,
    /// As people see it in Word; built-in styles by their English names, which Word translates.
    name: &'static str,
    based_on: &'static str,
    size: u8,
    is_gothic: bool,
    is_bold: bool,
    /// Exact height of a line: 游明朝 would part lines by far more than their size.
    line: u16,
    before: u16,
    after: u16,
    align: Option<&'static str>,
    keep_next: bool,
    first_line: bool,
    outline: Option<u8>,
}

/// Body text: what styles differ from.
const PLAIN: Face = Face {
    style: Style::Body,
    name: "",
    based_on: "Normal",
    size: 21,
    is_gothic: false,
    is_bold: false,
    line: 340,
    before: 0,
    after: 0,
    align: None,
    keep_next: false,
    first_line: false,
    outline: None,
};

const HEADING: Face = Face { is_gothic: true, is_bold: true, before: 260, after: 60, keep_next: true, ..PLAIN };

const CELL: Face = Face { size: 19, line: 300, align: Some("left"), ..PLAIN };

const FURNITURE: Face = Face { size: 17, line: 260, ..PLAIN };

const fn heading(style: Style, name: &'static str, size: u8, before: u16, outline: u8) -> Face {
    Face { style, name, size, before, outline: Some(outline), ..HEADING }
}

const FACES: [Face; 25] = [
    Face { style: Style::Title, name: "Title", size: 33, line: 520, align: Some("center"), before: 0, ..HEADING },
    Face { style: Style::Subtitle, name: "Subtitle", size: 23, line: 400, align: Some("center"), ..PLAIN },
    Face { style: Style::Imprint, name: "版と提供者", size: 20, line: 320, align: Some("right"), ..PLAIN },
    heading(Style::Heading(1), "heading 1", 24, 360, 0),
    heading(Style::Heading(2), "heading 2", 22, 300, 1),
    heading(Style::Heading(3), "heading 3", 21, 240, 2),
    heading(Style::Heading(4), "heading 4", 21, 200, 3),
    heading(Style::Heading(5), "heading 5", 21, 200, 4),
    heading(Style::Heading(6), "heading 6", 21, 200, 5),
    Face { style: Style::ArticleHeading, name: "条見出し", before: 220, after: 20, ..HEADING },
    Face { name: "Body Text", first_line: true, ..PLAIN },
    Face { style: Style::Paragraph, name: "項", ..PLAIN },
    Face { style: Style::Item(1), name: "号", ..PLAIN },
    Face { style: Style::Item(2), name: "号の細分", ..PLAIN },
    Face { style: Style::Item(3), name: "号の細分２", ..PLAIN },
    Face { style: Style::Bullet, name: "箇条", ..PLAIN },
    Face { style: Style::Note, name: "注", size: 18, line: 280, ..PLAIN },
    Face { style: Style::Caption, name: "caption", before: 120, after: 60, line: 300, size: 20, ..HEADING },
    Face { style: Style::Cell, name: "表の文字", ..CELL },
    Face { style: Style::HeadingCell, name: "表の見出し", is_gothic: true, ..CELL },
    Face { style: Style::Gap, name: "表の後", size: 8, line: 120, ..PLAIN },
    Face { style: Style::Party, name: "署名欄", before: 160, ..PLAIN },
    Face { style: Style::Signature, name: "署名欄の行", ..CELL },
    Face { style: Style::Header, name: "header", ..FURNITURE },
    Face { style: Style::Footer, name: "footer", align: Some("center"), ..FURNITURE },
];

/// Writes the content of `word/styles.xml`.
pub fn write(out: &mut Markup) {
    out.block("w:docDefaults").within(|out| {
        out.inline("w:rPrDefault").within(|out| {
            out.inline("w:rPr").within(|out| {
                write_fonts(out, MINCHO);
                value(out, "w:kern", "2");
                value(out, "w:sz", "21");
                value(out, "w:szCs", "21");
                let language = out.inline("w:lang").attribute("w:val", "en-US");
                language.attribute("w:eastAsia", "ja-JP").attribute("w:bidi", "ar-SA").empty();
            });
        });
        out.inline("w:pPrDefault").empty();
    });
    style(out, "paragraph", "Normal", "Normal", true, |out| {
        out.inline("w:pPr").within(|out| {
            // As in the PDF, no stop hangs out of the line.
            value(out, "w:overflowPunct", "0");
            // Lines are not drawn to a grid, which would double the height of larger ones.
            value(out, "w:snapToGrid", "0");
            write_spacing(out, &PLAIN);
            value(out, "w:jc", "both");
        });
    });
    style(out, "character", "DefaultParagraphFont", "Default Paragraph Font", true, |_| ());
    style(out, "table", "TableNormal", "Normal Table", true, write_plain_table);
    for face in &FACES {
        write_face(out, face);
    }
    style(out, "character", "Strong", "Strong", false, |out| {
        out.inline("w:rPr").within(|out| {
            write_fonts(out, GOTHIC);
            out.inline("w:b").empty();
        });
    });
    style(out, "character", "Hyperlink", "Hyperlink", false, |out| {
        out.inline("w:rPr").within(|out| value(out, "w:color", "0B2A5B"));
    });
    style(out, "table", "TermsTable", "規約の表", false, write_ruled_table);
}

/// Writes the content of `word/fontTable.xml`.
pub fn write_fonts_table(out: &mut Markup) {
    for (name, substitute, family) in SUBSTITUTES {
        out.block("w:font").attribute("w:name", name).within(|out| {
            value(out, "w:altName", substitute);
            // Shift_JIS.
            value(out, "w:charset", "80");
            value(out, "w:family", family);
            value(out, "w:pitch", "variable");
        });
    }
}

fn style(
    out: &mut Markup,
    kind: &'static str,
    id: &str,
    name: &str,
    is_default: bool,
    write: impl FnOnce(&mut Markup),
) {
    let element = out.block("w:style").attribute("w:type", kind).optional("w:default", is_default.then_some("1"));
    element.attribute("w:styleId", id).within(|out| {
        value(out, "w:name", name);
        write(out);
    });
}

fn write_face(out: &mut Markup, face: &Face) {
    style(out, "paragraph", face.style.id(), face.name, false, |out| {
        value(out, "w:basedOn", face.based_on);
        if let Style::Title | Style::Heading(_) | Style::ArticleHeading = face.style {
            value(out, "w:next", "Paragraph");
        }
        out.inline("w:qFormat").empty();
        out.inline("w:pPr").within(|out| {
            if face.keep_next {
                out.inline("w:keepNext").empty();
            }
            write_spacing(out, face);
            if face.first_line {
                let indent = out.inline("w:ind").attribute("w:firstLineChars", "100");
                indent.attribute("w:firstLine", &EM.to_string()).empty();
            }
            if let Some(align) = face.align.or(face.is_bold.then_some("left")) {
                value(out, "w:jc", align);
            }
            if let Some(level) = face.outline {
                value(out, "w:outlineLvl", &level.to_string());
            }
        });
        out.inline("w:rPr").within(|out| {
            if face.is_gothic {
                write_fonts(out, GOTHIC);
            }
            if face.is_bold {
                out.inline("w:b").empty();
            }
            value(out, "w:sz", &face.size.to_string());
            value(out, "w:szCs", &face.size.to_string());
        });
    });
}

fn write_fonts(out: &mut Markup, font: &str) {
    let fonts = out.inline("w:rFonts").attribute("w:ascii", font).attribute("w:hAnsi", font);
    fonts.attribute("w:eastAsia", font).attribute("w:cs", "Times New Roman").empty();
}

fn write_spacing(out: &mut Markup, face: &Face) {
    let spacing = out.inline("w:spacing").attribute("w:before", &face.before.to_string());
    let spacing = spacing.attribute("w:after", &face.after.to_string()).attribute("w:line", &face.line.to_string());
    spacing.attribute("w:lineRule", "exact").empty();
}

fn write_plain_table(out: &mut Markup) {
    out.inline("w:tblPr").within(|out| write_margins(out, "0", "100"));
}

fn write_ruled_table(out: &mut Markup) {
    value(out, "w:basedOn", "TableNormal");
    out.inline("w:tblPr").within(|out| {
        out.inline("w:tblBorders").within(|out| {
            for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                let line = out.inline(side).attribute("w:val", "single").attribute("w:sz", "4");
                line.attribute("w:space", "0").attribute("w:color", "808080").empty();
            }
        });
        write_margins(out, "50", "100");
    });
}

/// Above and below, left and right of the text of cells, in twips.
fn write_margins(out: &mut Markup, height: &str, width: &str) {
    out.inline("w:tblCellMar").within(|out| {
        for (side, length) in [("w:top", height), ("w:left", width), ("w:bottom", height), ("w:right", width)] {
            out.inline(side).attribute("w:w", length).attribute("w:type", "dxa").empty();
        }
    });
}

//! What is drawn or controlled: text boxes, pictures, charts, objects, fields to fill in.

use roxmltree::Node;

use super::container::Relationships;
use super::paragraph::Line;
use super::xml::{Space, alternative, attribute, child, elements, name, value};
use crate::import::manuscript::RemarkKind;

/// Takes note of what a drawing holds: its text boxes stand behind the paragraph, the rest is told.
pub fn read<'n>(drawing: Node<'n, 'n>, leads: &Relationships, line: &mut Line<'n>) {
    let mut found = Found::default();
    walk(drawing, &mut found);
    let told = found.told.into_iter().map(|thing| match thing {
        Thing::Picture(id) => {
            let file = id.and_then(|id| leads.get(id)).and_then(|to| to.target.rsplit('/').next());
            (RemarkKind::Picture, format!("図（{}）{}", file.unwrap_or("画像"), described(found.description)))
        }
        Thing::Shape(title) => (RemarkKind::Picture, format!("{title}{}", described(found.description))),
        Thing::Words(words) => (RemarkKind::Picture, format!("飾り文字: {words}")),
        Thing::Object(program) => (RemarkKind::Unsupported, format!("埋め込みオブジェクト（{program}）")),
    });
    told.for_each(|(kind, text)| line.remark(kind, text));
    line.boxes.extend(found.boxes);
}

#[derive(Default)]
struct Found<'n> {
    boxes: Vec<Node<'n, 'n>>,
    told: Vec<Thing<'n>>,
    /// What the author says a drawing shows.
    description: Option<&'n str>,
}

enum Thing<'n> {
    /// Id of the relationship.
    Picture(Option<&'n str>),
    Shape(&'static str),
    Words(&'n str),
    Object(&'n str),
}

fn walk<'n>(parent: Node<'n, 'n>, found: &mut Found<'n>) {
    for node in elements(parent) {
        match name(node) {
            (Space::Compatibility, "AlternateContent") => {
                alternative(node).into_iter().for_each(|node| walk(node, found));
                continue;
            }
            (Space::Word, "txbxContent") => {
                found.boxes.push(node);
                continue;
            }
            (Space::Word, "control") => {
                found.told.push(Thing::Object(attribute(node, "name").unwrap_or("コントロール")))
            }
            (_, "docPr") => found.description = attribute(node, "descr").filter(|text| !text.is_empty()),
            (_, "blip") => {
                found.told.push(Thing::Picture(attribute(node, "embed").or_else(|| attribute(node, "link"))))
            }
            (_, "imagedata") => found.told.push(Thing::Picture(attribute(node, "id"))),
            (_, "chart") => found.told.push(Thing::Shape("グラフ")),
            (_, "relIds") => found.told.push(Thing::Shape("図表（SmartArt）")),
            (_, "textpath") => found.told.extend(attribute(node, "string").map(Thing::Words)),
            (_, "OLEObject") => found.told.push(Thing::Object(attribute(node, "ProgID").unwrap_or("OLE"))),
            (_, "wsp") if is_without_text(node) => found.told.push(Thing::Shape("図形")),
            _ => (),
        }
        walk(node, found);
    }
}

fn is_without_text(shape: Node<'_, '_>) -> bool {
    !elements(shape).any(|node| node.tag_name().name() == "txbx")
}

fn described(description: Option<&str>) -> String {
    description.map(|text| format!(": {text}")).unwrap_or_default()
}

/// What a content control asks people to fill in; `None` for one that only holds text.
pub fn control(node: Node<'_, '_>) -> Option<String> {
    let properties = child(node, "sdtPr")?;
    let kinds = ["text", "date", "comboBox", "dropDownList", "checkbox"];
    elements(properties).find(|node| kinds.contains(&node.tag_name().name()))?;
    let name = value(properties, "alias").or_else(|| value(properties, "tag")).unwrap_or_default();
    Some(format!("入力欄（{name}）"))
}

//! Writes HTML and XML in which every text and attribute value is escaped and every element is closed. Names of elements
//! and attributes are static, so nothing a document says can become one.

/// Markup written so far.
#[derive(Debug, Default)]
pub struct Markup(String);

/// An element whose start tag is being written.
#[must_use = "an element is closed by `within`, `empty` or `void`"]
pub struct Element<'a> {
    markup: &'a mut Markup,
    name: &'static str,
    /// What follows the element, so that the source stays readable.
    end: &'static str,
}

impl Markup {
    /// An element between other blocks; a line ends after it.
    pub fn block(&mut self, name: &'static str) -> Element<'_> {
        self.start(name, "\n")
    }

    /// An element in running text.
    pub fn inline(&mut self, name: &'static str) -> Element<'_> {
        self.start(name, "")
    }

    pub fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // Not allowed in HTML or XML, not even as a character reference.
                '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' | '\u{fffe}'..='\u{ffff}' => {
                    self.0.push(char::REPLACEMENT_CHARACTER);
                }
                _ => self.0.push(character),
            }
        }
    }

    /// Adds markup written elsewhere.
    pub fn append(&mut self, markup: Markup) {
        self.0.push_str(&markup.0);
    }

    pub fn into_string(self) -> String {
        self.0
    }

    fn start(&mut self, name: &'static str, end: &'static str) -> Element<'_> {
        self.0.push('<');
        self.0.push_str(name);
        Element { markup: self, name, end }
    }
}

impl Element<'_> {
    pub fn attribute(self, name: &'static str, value: &str) -> Self {
        self.markup.0.push(' ');
        self.markup.0.push_str(name);
        self.markup.0.push_str("=\"");
        self.markup.text(value);
        self.markup.0.push('"');
        self
    }

    pub fn optional(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// Writes the content and closes the element.
    pub fn within(self, write: impl FnOnce(&mut Markup)) {
        self.markup.0.push('>');
        write(self.markup);
        self.markup.0.push_str("</");
        self.markup.0.push_str(self.name);
        self.markup.0.push('>');
        self.markup.0.push_str(self.end);
    }

    /// Ends an XML element that has no content here.
    pub fn empty(self) {
        self.markup.0.push_str("/>");
        self.markup.0.push_str(self.end);
    }

    /// Ends an HTML element that never has content: `br`, `col`.
    pub fn void(self) {
        self.markup.0.push('>');
        self.markup.0.push_str(self.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attribute_values_cannot_leave_their_place() {
        let mut out = Markup::default();
        out.inline("a").attribute("href", "\" onclick='x' <b>&").optional("id", None).within(|out| {
            out.text("<script>alert('1')</script>\u{0}");
            out.inline("br").void();
        });
        assert_eq!(
            out.into_string(),
            "<a href=\"&quot; onclick=&#39;x&#39; &lt;b&gt;&amp;\">\
             &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\u{fffd}<br></a>"
        );
    }
}

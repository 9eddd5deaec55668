//! Why nothing of a file can be read. What can be read, however odd, is a [`Remark`](super::manuscript::Remark).

use std::fmt;

use super::plain::Unreadable;
use crate::diagnostic::{Lang, Message};
use crate::say;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Word before 2007 (.doc).
    OldWord,
    /// Opens with a password only.
    Encrypted,
    /// A file of text that is none.
    Text(Unreadable),
    /// Another kind of file, as people call it.
    NotWord(&'static str),
    /// What does not follow its own format, in the words of whoever noticed.
    Damaged(String),
    /// Declares a document type: entities of its own, or of somewhere else.
    DocumentType(String),
    /// A PDF of pictures.
    Scan,
    /// Larger, deeper or of more parts than any text that people write.
    Excessive,
}

impl Error {
    pub fn message(&self) -> Message {
        match self {
            Error::OldWord => say!(
                "古い形式の Word ファイル（.doc）は読めません。Word で開き、「名前を付けて保存」で .docx にしてから指定してください",
                "this is a Word file of the old kind (.doc); open it in Word and save it as .docx first"
            ),
            Error::Encrypted => say!(
                "パスワードで保護されているため読めません。保護を外して保存したファイルを指定してください",
                "the file is protected by a password; save it without protection first"
            ),
            Error::Text(why) => why.message(),
            Error::NotWord(kind) => say!(
                "Word ファイル（.docx）ではありません（中身は{kind}です）。種類に合った拡張子を付けてください",
                "this is no Word file (.docx); by its content it is: {kind}; give it the extension of its kind"
            ),
            Error::Damaged(why) => say!(
                "ファイルが壊れているため読めません（{why}）。元のファイルをもう一度入手するか、開いて保存し直してください",
                "the file is damaged ({why}); fetch it anew, or open it and save it again"
            ),
            Error::DocumentType(part) => say!(
                "「{part}」に文書型宣言（DTD）があるため読みません。Word が作るファイルにはないものです",
                "`{part}` declares a document type (DTD), which no file of Word does; it is not read"
            ),
            Error::Scan => say!(
                "PDF に文字の情報がありません（紙を読み取った画像だけのようです）。OCR で文字を付けた PDF か、元の Word やテキストのファイルを指定してください",
                "the PDF has no text, only pictures of it: run it through OCR first, or take the Word or text file it was made from"
            ),
            Error::Excessive => say!(
                "中身が大きすぎるか、入れ子が深すぎるため読みません。規約の文書であれば、必要な部分だけを新しいファイルに写してください",
                "the content is too large or nested too deeply to be read; copy what is needed into a new file"
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().get(Lang::En))
    }
}

impl std::error::Error for Error {}

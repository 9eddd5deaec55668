//! What is said of files and folders that cannot be taken in.

use std::path::Path;

use super::paths::{entries, is_yaml};
use super::{Error, INVALID_REVISION_FOLDERS, Input, NO_DOCUMENTS, NOT_UTF8, shown};
use crate::lower;
use crate::say;
use crate::source::{NotUtf8, Span};

impl Input {
    pub(super) fn not_utf8(&mut self, path: &Path, bytes: &[u8], error: &NotUtf8<'_>) {
        // Shown with a mark in place of what cannot be read.
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
        let at = error.before.len();
        let mark = text[at..].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(self.sources.add(shown(path), text), at..at + mark);
        let byte = format!("{:02X}", error.byte);
        let message = say!("UTF-8 として読めません（16進 {byte} の文字）", "this is not UTF-8 (byte {byte})");
        let help = say!(
            "文字コードを UTF-8 にして保存し直してください（メモ帳では「名前を付けて保存」の「文字コード」で選べます）",
            "save the file again as UTF-8"
        );
        self.diagnostics.push(NOT_UTF8.at(span, message).help(help));
    }

    pub(super) fn no_documents(&mut self, folder: &Path) {
        let span = Span::new(self.sources.add(shown(folder), ""), 0..0);
        let message = say!("このフォルダに文書がありません", "there are no documents in this folder");
        let help = say!(
            "terms/（セット名）/set.yaml と terms/（セット名）/（施行日）/*.yaml に文書を置いてください",
            "documents live in terms/<set>/<effective date>/*.yaml beside terms/<set>/set.yaml"
        );
        self.diagnostics.push(NO_DOCUMENTS.at(span, message).help(help));
    }

    /// A folder that is no revision is a mistake only if it holds documents.
    pub(super) fn unknown_folder(&mut self, folder: &Path) -> Result<(), Error> {
        if entries(folder)?.iter().any(|path| is_yaml(path)) {
            let span = Span::new(self.sources.add(shown(folder), ""), 0..0);
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let message = say!(
                "フォルダの名前「{name}」が施行日ではありません",
                "the folder name `{name}` is not an effective date"
            );
            let help = match lower::loosely(&name) {
                Some(day) => say!("{day} という名前にしてください", "name it {day}"),
                None => {
                    say!("2026-10-01 のように、年四桁、月二桁、日二桁の名前にしてください", "name it like 2026-10-01")
                }
            };
            self.diagnostics.push(INVALID_REVISION_FOLDERS.at(span, message).help(help));
        }
        Ok(())
    }
}

//! `register list`, `show` and `export`: line by line, whatever the length of the register.

use std::io::Write;
use std::path::Path;

use clap::ArgMatches;
use unicode_width::UnicodeWidthStr;

use super::report::labelled;
use super::{disk, failure};
use crate::cli::{CLEAN, Console, FINDINGS, Failure};
use crate::diagnostic::{Lang, Message};
use crate::issuance::register::{Csv, Entry, Issued, Line, MAX_LINE, Overview, Row, Voided, file};
use crate::say;
use crate::workspace::{self, Draft};

pub(super) fn list(path: &Path, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let overview = overview(path, lang)?;
    let heads = [say!("番号", "Number"), say!("様式", "Form"), say!("発行日時", "Issued"), say!("状態", "State")];
    let [number, form, issued, state] = heads.map(|head| head.get(lang).to_owned());
    let widths = [overview.widths[0].max(number.width()), overview.widths[1].max(form.width()), 19, 7];
    let row = |cells: [&str; 4], subject: &str| {
        let cells = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell}{}  ", " ".repeat(width.saturating_sub(cell.width()))));
        format!("{}{subject}\n", cells.collect::<String>())
    };
    console.out(&row([&number, &form, &issued, &state], say!("宛先", "Subject").get(lang)));
    each(path, lang, |bytes| {
        if let Some(Row { issued, voided }) = overview.row(bytes) {
            let state = if voided.is_some() { say!("無効", "void") } else { say!("有効", "valid") };
            let Issued { number, form, subject, .. } = &issued;
            console.out(&row([number, form, &issued.issued.to_string(), state.get(lang)], subject));
        }
        Ok(())
    })?;
    Ok(ending(overview.bad, console))
}

pub(super) fn export(path: &Path, matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let overview = overview(path, lang)?;
    let csv = Csv(lang);
    let Some(out) = matches.get_one::<String>("out").map(Path::new) else {
        console.out(&csv.head());
        each(path, lang, |bytes| {
            overview.row(bytes).iter().for_each(|row| console.out(&csv.row(row)));
            Ok(())
        })?;
        return Ok(ending(overview.bad, console));
    };
    let mut draft = Draft::new(out, "part").map_err(|error| disk(&error, lang))?;
    let mut write = |text: &str| {
        let written = draft.write_all(text.as_bytes());
        written.map_err(|error| disk(&workspace::Error::Io(out.to_owned(), error), lang))
    };
    write(&csv.head())?;
    each(path, lang, |bytes| overview.row(bytes).map_or(Ok(()), |row| write(&csv.row(&row))))?;
    draft.publish().map_err(|error| disk(&error, lang))?;
    Ok(ending(overview.bad, console))
}

pub(super) fn show(path: &Path, matches: &ArgMatches, console: &mut Console) -> Result<u8, Failure> {
    let lang = console.lang;
    let number: &String = matches.get_one("number").ok_or_else(String::new)?;
    let (mut count, mut bad, mut out) = (0, 0, String::new());
    each(path, lang, |bytes| {
        count += 1;
        let line = Line::read(bytes);
        bad += usize::from(!line.as_ref().is_ok_and(|line| line.digest == line.computed));
        match line.map(|line| line.entry) {
            Ok(Entry::Issued(issued)) if issued.number == *number => out += &of_issued(&issued, count, lang),
            Ok(Entry::Voided(voided)) if voided.number == *number => out += &of_voided(&voided, count, lang),
            _ => {}
        }
        Ok(())
    })?;
    if out.is_empty() {
        let message = say!("番号「{number}」は、この台帳にありません", "the number `{number}` is not in this register");
        console.err(&failure(message, lang));
        return Ok(FINDINGS);
    }
    console.out(&format!("{number}\n{out}"));
    Ok(ending(bad, console))
}

fn of_issued(issued: &Issued, line: usize, lang: Lang) -> String {
    let Issued { number, set, form, edition, subject, .. } = issued;
    let values = [
        (say!("セット", "set"), set.clone()),
        (say!("様式", "form"), form.clone()),
        (say!("版（施行日）", "edition"), edition.to_string()),
        (say!("宛先", "subject"), subject.clone()),
        (say!("発行日時", "issued"), issued.issued.to_string()),
        (say!("ファイル", "file"), file(*edition, form, number)),
        (say!("PDF の要約値", "PDF digest"), issued.pdf.to_string()),
        (say!("データの要約値", "record digest"), issued.record.to_string()),
        (say!("台帳の行", "line"), line.to_string()),
    ];
    rows(&values, lang)
}

fn of_voided(Voided { reason, time, .. }: &Voided, line: usize, lang: Lang) -> String {
    let values = [
        (say!("無効にした日時", "voided"), time.to_string()),
        (say!("無効の理由", "reason"), reason.clone()),
        (say!("台帳の行", "line"), line.to_string()),
    ];
    rows(&values, lang)
}

fn rows(values: &[(Message, String)], lang: Lang) -> String {
    values.iter().map(|(label, value)| labelled(label, value, lang)).collect()
}

fn overview(path: &Path, lang: Lang) -> Result<Overview, Failure> {
    let mut overview = Overview::default();
    each(path, lang, |bytes| {
        overview.read(bytes, |text| text.width());
        Ok(())
    })?;
    Ok(overview)
}

/// Every whole line.
fn each(path: &Path, lang: Lang, mut take: impl FnMut(&[u8]) -> Result<(), Failure>) -> Result<(), Failure> {
    for line in workspace::lines(path, MAX_LINE).map_err(|error| disk(&error, lang))? {
        let line = line.map_err(|error| disk(&error, lang))?;
        if line.is_whole {
            take(&line.bytes)?;
        }
    }
    Ok(())
}

/// What is listed may be relied on only where every line is as it was written.
fn ending(bad: usize, console: &mut Console) -> u8 {
    if bad == 0 {
        return CLEAN;
    }
    let message = say!(
        "読み取れないか、変えられている行が {bad} 行あります。kiyaku register verify で確かめてください",
        "lines that cannot be read or were changed: {bad}; see `kiyaku register verify`"
    );
    console.err(&failure(message, console.lang));
    FINDINGS
}

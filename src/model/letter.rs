//! Letters: what stands before and after their text.

use chrono::NaiveDate;

use super::Prose;
use crate::source::Span;

/// 書簡
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Where it is not the day from which the edition is in force.
    pub date: Option<NaiveDate>,
    /// 文書番号
    pub number: Option<Prose>,
    /// 宛先
    pub to: Prose,
    pub salutation: Salutation,
    pub span: Span,
}

/// The words a letter begins and ends with: 拝啓 and 敬具.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salutation {
    /// 頭語
    pub opening: Option<Prose>,
    /// 結語
    pub closing: Option<Prose>,
}

//! Holidays against the tables of two other programs (`tests/data/holidays`).

use std::collections::BTreeMap;
use std::fs;

use chrono::NaiveDate;
use kiyaku::japanese::holidays::holiday;

use crate::support::root;

type Table = BTreeMap<NaiveDate, String>;

fn table(name: &str) -> Table {
    let text = fs::read_to_string(root().join("tests/data/holidays").join(name)).expect("a table");
    let rows = text.lines().skip(1).map(|line| line.split_once(',').expect("two columns"));
    rows.map(|(day, name)| (day.parse().expect("a day"), ordinary(name))).collect()
}

/// The names of three programs brought to one.
fn ordinary(name: &str) -> String {
    for (part, whole) in
        [("振替休日", "振替休日"), ("結婚の儀", "結婚の儀"), ("大喪の礼", "大喪の礼"), ("正殿の儀", "即位礼正殿の儀")]
    {
        if name.contains(part) {
            return whole.to_owned();
        }
    }
    name.to_owned()
}

fn ours() -> Table {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    let days = day(1948, 7, 20).iter_days().take_while(|today| *today <= day(2050, 12, 31));
    days.filter_map(|today| Some((today, ordinary(holiday(today).ok()??)))).collect()
}

/// Days in one table but not in the other, or with other names.
fn differences(one: &Table, other: &Table) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = one.keys().chain(other.keys()).copied().collect();
    days.sort();
    days.dedup();
    days.retain(|day| one.get(day) != other.get(day));
    days
}

#[test]
fn every_holiday_of_the_package_holidays_but_those_of_1948() {
    let missing = differences(&ours(), &table("holidays.csv"));
    let expected = ["1948-09-23", "1948-11-03", "1948-11-23"].map(|day| day.parse::<NaiveDate>().expect("a day"));
    assert_eq!(missing, expected, "the package begins with 1949; the Act with 20 July 1948");
}

#[test]
fn every_holiday_of_the_package_jpholiday_but_those_before_their_law() {
    let (ours, theirs) = (ours(), table("jpholiday.csv"));
    let differences = differences(&ours, &theirs);
    assert!(differences.iter().all(|day| !ours.contains_key(day)), "only days that the package adds");
    let of = |first: &str, last: &str| {
        let (first, last): (NaiveDate, NaiveDate) = (first.parse().expect("a day"), last.parse().expect("a day"));
        differences.iter().filter(|day| (first..=last).contains(*day)).count()
    };
    assert_eq!(of("1948-01-01", "1948-07-19"), 7, "before the Act took effect");
    assert_eq!(of("1973-02-12", "1973-02-12"), 1, "before substitutes");
    let between = differences
        .iter()
        .filter(|day| theirs[*day] == "国民の休日" && **day > ours.keys().next().copied().expect("a day"));
    assert_eq!(between.count(), 31, "before days between holidays");
    assert_eq!(differences.len(), 39);
}

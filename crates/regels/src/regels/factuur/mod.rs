//! Our own rules for a 303 of release 2.3, of which the rules were never published: the table in docs/keuzes.md, with the
//! source of each. They refuse with codes of that release only (LDT_RetourCode); a rule without a code tells something. Codes
//! whose meaning is not known for certain are not used.

mod f303_01;
mod f303_02;
mod f303_03;
mod f303_04;
mod f303_05;
mod f303_06;
mod f303_07;
mod f303_08;
mod f303_09;
mod f303_10;
mod f303_11;
mod f303_12;
mod f303_20;
mod f303_21;
mod f303_22;
mod f303_30;
mod f303_40;
mod f303_41;
mod f303_42;
mod f303_43;
mod f303_50;
mod f303_51;
mod f303_52;
mod f303_53;
mod f303_54;
mod f303_55;
mod f303_56;
mod f303_57;
mod f303_60;
mod f303_61;
mod f303_62;
mod f303_63;
mod f303_64;
mod f303_65;
mod f303_66;

use crate::regel::Regel;

pub(crate) use f303_20::F303_20;

/// All of them, in order of id.
pub static FACTUURREGELS: &[&Regel] = &[
    &f303_01::F303_01,
    &f303_02::F303_02,
    &f303_03::F303_03,
    &f303_04::F303_04,
    &f303_05::F303_05,
    &f303_06::F303_06,
    &f303_07::F303_07,
    &f303_08::F303_08,
    &f303_09::F303_09,
    &f303_10::F303_10,
    &f303_11::F303_11,
    &f303_12::F303_12,
    &f303_20::F303_20,
    &f303_21::F303_21,
    &f303_22::F303_22,
    &f303_30::F303_30,
    &f303_40::F303_40,
    &f303_41::F303_41,
    &f303_42::F303_42,
    &f303_43::F303_43,
    &f303_50::F303_50,
    &f303_51::F303_51,
    &f303_52::F303_52,
    &f303_53::F303_53,
    &f303_54::F303_54,
    &f303_55::F303_55,
    &f303_56::F303_56,
    &f303_57::F303_57,
    &f303_60::F303_60,
    &f303_61::F303_61,
    &f303_62::F303_62,
    &f303_63::F303_63,
    &f303_64::F303_64,
    &f303_65::F303_65,
    &f303_66::F303_66,
];

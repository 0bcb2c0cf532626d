//! Steps as lines for people, in Dutch.

use bericht::{Eenheid, toon_datum, toon_euro, toon_getal};

use super::{Moet, Stap, Telling, Versie, Waarde};

/// One step as one line, without full stop.
pub fn regel(stap: &Stap) -> String {
    match stap {
        Stap::Compared { what, found, must, limit } => {
            format!("{what}: {}; {} {}", waarde(found), moet(*must), waarde(limit))
        }
        Stap::Toewijzing(versie) => toewijzing(versie),
        Stap::Counted { unit, number, from, to, because } => {
            let reden = because.as_ref().map(|because| format!(" ({because})")).unwrap_or_default();
            let (wat, van, tot) = (telling(*unit, *number), toon_datum(*from), toon_datum(*to));
            format!("geteld van {van} tot en met {tot}: {} {wat}{reden}", toon_getal(*number))
        }
        Stap::Earlier { lines, sum } => {
            let regels = if *lines == 1 { "regel" } else { "regels" };
            let aantal = toon_getal(i64::try_from(*lines).unwrap_or(i64::MAX));
            format!("eerder toegekend en niet gecrediteerd: {} in {aantal} {regels}", waarde(sum))
        }
        Stap::Rounded { what, fraction: (teller, noemer), to } => {
            let (teller, noemer) = (toon_getal(*teller), toon_getal(*noemer));
            format!("{what}: {teller} / {noemer} cent, afgerond op hele centen (halve naar boven): {}", waarde(to))
        }
        Stap::Value { what, value } => format!("{what}: {}", waarde(value)),
    }
}

fn waarde(waarde: &Waarde) -> String {
    match waarde {
        Waarde::Date(datum) => toon_datum(*datum),
        Waarde::Euro(cent) => toon_euro(*cent),
        Waarde::Volume { amount, unit } => format!("{} {}", toon_getal(*amount), eenheid(*unit, *amount)),
        Waarde::Number(aantal) => toon_getal(*aantal),
        Waarde::Code(tekst) | Waarde::Text(tekst) => tekst.clone().into_owned(),
        Waarde::Filled => "gevuld".to_owned(),
        Waarde::Empty => "leeg".to_owned(),
        Waarde::Withheld => "(wordt niet getoond)".to_owned(),
    }
}

fn eenheid(eenheid: Eenheid, aantal: i64) -> &'static str {
    let een = aantal == 1;
    match eenheid {
        Eenheid::Minuut if een => "minuut",
        Eenheid::Minuut => "minuten",
        Eenheid::Uur => "uur",
        Eenheid::Etmaal if een => "etmaal",
        Eenheid::Etmaal => "etmalen",
        Eenheid::Dagdeel if een => "dagdeel",
        Eenheid::Dagdeel => "dagdelen",
        Eenheid::Week if een => "week",
        Eenheid::Week => "weken",
        Eenheid::Tijdsonafhankelijk => "(tijdsonafhankelijk)",
        Eenheid::StuksOutput | Eenheid::StuksInspanning if een => "stuk",
        Eenheid::StuksOutput | Eenheid::StuksInspanning => "stuks",
        Eenheid::Euro => "eurocent",
    }
}

fn moet(moet: Moet) -> &'static str {
    match moet {
        Moet::Equal => "moet zijn",
        Moet::Differ => "moet anders zijn dan",
        Moet::AtMost => "mag niet meer zijn dan",
        Moet::AtLeast => "moet ten minste zijn",
        Moet::NotBefore => "mag niet liggen voor",
        Moet::NotAfter => "mag niet liggen na",
        Moet::After => "moet liggen na",
        Moet::OneOf => "moet een zijn van",
        Moet::Fit => "moet voldoen aan",
    }
}

fn telling(telling: Telling, aantal: i64) -> &'static str {
    match (telling, aantal == 1) {
        (Telling::Days, true) => "dag",
        (Telling::Days, false) => "dagen",
        (Telling::Weeks, true) => "week",
        (Telling::Weeks, false) => "weken",
        (Telling::Sundays, true) => "zondag",
        (Telling::Sundays, false) => "zondagen",
        (Telling::FourWeeks, true) => "periode van vier weken",
        (Telling::FourWeeks, false) => "perioden van vier weken",
        (Telling::Years, true) => "jaar",
        (Telling::Years, false) => "jaren",
        (Telling::Months, true) => "maand",
        (Telling::Months, false) => "maanden",
    }
}

fn toewijzing(versie: &Versie) -> String {
    let versies = match versie.versions {
        1 => "de enige versie".to_owned(),
        aantal => format!("de laatste van {aantal} versies"),
    };
    let moment = format!("{} {}", toon_datum(versie.date), versie.time);
    let mut delen = vec![format!("toewijzing {}, gedateerd {moment} ({versies})", versie.number)];
    let eind = versie.to.map_or("zonder einddatum".to_owned(), |tot| format!("tot en met {}", toon_datum(tot)));
    delen.push(format!("{} {eind}", toon_datum(versie.from)));
    let product = [&versie.category, &versie.product].into_iter().flatten().map(waarde).collect::<Vec<_>>();
    delen.push(if product.is_empty() { "zonder product".to_owned() } else { format!("product {}", product.join(" ")) });
    if let Some(volume) = &versie.volume {
        delen.push(format!("{} {}", waarde(volume), per(versie.per.as_deref())));
    }
    if let Some(budget) = &versie.budget {
        delen.push(format!("budget {}", waarde(budget)));
    }
    if versie.deleted {
        delen.push("verwijderd".to_owned());
    }
    delen.join("; ")
}

fn per(frequentie: Option<&str>) -> &'static str {
    match frequentie {
        Some("1") => "per dag",
        Some("2") => "per week",
        Some("4") => "per maand",
        _ => "in totaal",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{code, euro, gegeven, gevuld, vergelijk};
    use super::*;

    #[test]
    fn steps_read_as_sentences() {
        let dag = |tekst| bericht::datum(tekst).unwrap();
        let spoor = vergelijk("ProductPeriode.Begindatum", dag("2026-04-03"), Moet::Equal, dag("2026-04-01"))
            .vergelijk("Huis", gevuld(false), Moet::Equal, gevuld(true))
            .vergelijk(
                "GeleverdVolume",
                Waarde::telvolume(1200, Eenheid::Uur),
                Moet::AtMost,
                Waarde::telvolume(1, Eenheid::Uur),
            )
            .afgerond("tarief per minuut", (6250, 60), 104)
            .en(gegeven("ProductCode", code("45A04")))
            .gegeven("ingediend", euro(-1250));
        assert_eq!(
            spoor.regels(),
            [
                "ProductPeriode.Begindatum: 03-04-2026; moet zijn 01-04-2026",
                "Huis: leeg; moet zijn gevuld",
                "GeleverdVolume: 1.200 minuten; mag niet meer zijn dan 1 minuut",
                "tarief per minuut: 6.250 / 60 cent, afgerond op hele centen (halve naar boven): € 1,04",
                "ProductCode: 45A04",
                "ingediend: € -12,50",
            ]
        );
    }
}

//! The bounds of the metadata, over the JSON as it came: so that all faults are found, not only the first.

use serde_json::{Map, Value};

use super::Veldfouten;

/// Everything that is wrong.
pub(super) fn keur(waarde: &Value) -> Veldfouten {
    let mut keuring = Keuring::default();
    keuring.object("", waarde, &["routeringgegevens", "referentiegegevens"], &["verwerkingscontext"], |k, o| {
        k.veld(o, "routeringgegevens", Keuring::routeringgegevens);
        k.veld(o, "referentiegegevens", Keuring::referentiegegevens);
        k.veld(o, "verwerkingscontext", |k, pad, w| k.lijst(pad, w, 1, 100, Keuring::paar));
    });
    keuring.fouten
}

#[derive(Default)]
struct Keuring {
    fouten: Veldfouten,
}

impl Keuring {
    fn routeringgegevens(&mut self, pad: &str, waarde: &Value) {
        self.object(pad, waarde, &["afzender", "geadresseerden", "berichtstroom"], &[], |k, o| {
            k.veld(o, "afzender", Keuring::relatie);
            k.veld(o, "geadresseerden", |k, pad, w| k.lijst(pad, w, 0, 100, Keuring::relatie));
            k.veld(o, "berichtstroom", Keuring::berichtstroom);
        });
    }

    fn relatie(&mut self, pad: &str, waarde: &Value) {
        self.object(pad, waarde, &["rol"], &["code"], |k, o| {
            k.veld(o, "rol", |k, pad, w| k.tekst(pad, w, 100));
            k.veld(o, "code", |k, pad, w| k.tekst(pad, w, 100));
        });
    }

    fn berichtstroom(&mut self, pad: &str, waarde: &Value) {
        let verplicht = ["berichttype", "berichtversie", "berichtsubversie", "actie"];
        self.object(pad, waarde, &verplicht, &["berichtsubtype"], |k, o| {
            k.veld(o, "berichttype", |k, pad, w| k.tekst(pad, w, 60));
            k.veld(o, "berichtsubtype", |k, pad, w| k.tekst(pad, w, 60));
            k.veld(o, "berichtversie", |k, pad, w| k.getal(pad, w, 999));
            k.veld(o, "berichtsubversie", |k, pad, w| k.getal(pad, w, 999));
            k.veld(o, "actie", |k, pad, w| k.tekst(pad, w, 60));
        });
    }

    fn referentiegegevens(&mut self, pad: &str, waarde: &Value) {
        let mag = ["alsAntwoordOp", "referentieId"];
        self.object(pad, waarde, &["conversatieId", "traceerId"], &mag, |k, o| {
            k.veld(o, "conversatieId", Keuring::uuid);
            k.veld(o, "traceerId", Keuring::uuid);
            k.veld(o, "alsAntwoordOp", Keuring::uuid);
            k.veld(o, "referentieId", |k, pad, w| k.tekst(pad, w, 150));
        });
    }

    fn paar(&mut self, pad: &str, waarde: &Value) {
        self.object(pad, waarde, &["sleutel", "waarde"], &[], |k, o| {
            k.veld(o, "sleutel", |k, pad, w| k.tekst(pad, w, 100));
            k.veld(o, "waarde", |k, pad, w| k.lijst(pad, w, 1, 100, |k, pad, w| k.tekst(pad, w, 250)));
        });
    }

    // ---- forms ----

    fn object(
        &mut self,
        pad: &str,
        waarde: &Value,
        verplicht: &[&str],
        mag: &[&str],
        inhoud: impl FnOnce(&mut Self, &Object<'_>),
    ) {
        let Value::Object(velden) = waarde else {
            return self.fout(pad, "Dit moet een object zijn.".to_owned());
        };
        for naam in verplicht.iter().filter(|naam| !velden.contains_key(**naam)) {
            self.fout(&onder(pad, naam), "Dit veld is verplicht.".to_owned());
        }
        let onbekend =
            velden.keys().filter(|naam| !verplicht.contains(&naam.as_str()) && !mag.contains(&naam.as_str()));
        // Names come from outside and are not repeated: they may hold anything.
        let aantal = onbekend.count();
        if aantal > 0 {
            let mogelijk = [verplicht, mag].concat().join(", ");
            self.fout(pad, format!("Onbekende eigenschappen: {aantal}. Toegestaan zijn {mogelijk}."));
        }
        inhoud(self, &Object { pad, velden });
    }

    fn veld(&mut self, object: &Object<'_>, naam: &str, keur: impl FnOnce(&mut Self, &str, &Value)) {
        if let Some(waarde) = object.velden.get(naam) {
            keur(self, &onder(object.pad, naam), waarde);
        }
    }

    fn lijst(&mut self, pad: &str, waarde: &Value, min: usize, max: usize, keur: impl Fn(&mut Self, &str, &Value)) {
        let Value::Array(delen) = waarde else {
            return self.fout(pad, "Dit moet een lijst zijn.".to_owned());
        };
        if !(min..=max).contains(&delen.len()) {
            self.fout(pad, format!("Deze lijst moet {min} tot en met {max} delen hebben."));
        }
        // What lies behind the bound is wrong already; looking at it would only cost time.
        for (nummer, deel) in delen.iter().take(max).enumerate() {
            keur(self, &format!("{pad}[{nummer}]"), deel);
        }
    }

    fn tekst(&mut self, pad: &str, waarde: &Value, max: usize) {
        let Value::String(tekst) = waarde else {
            return self.fout(pad, "Dit moet tekst zijn.".to_owned());
        };
        if tekst.is_empty() || tekst.chars().count() > max {
            self.fout(pad, format!("De lengte moet 1 tot en met {max} tekens zijn."));
        }
    }

    fn getal(&mut self, pad: &str, waarde: &Value, max: u64) {
        if waarde.as_u64().is_none_or(|getal| getal > max) {
            self.fout(pad, format!("Dit moet een geheel getal van 0 tot en met {max} zijn."));
        }
    }

    fn uuid(&mut self, pad: &str, waarde: &Value) {
        if !waarde.as_str().is_some_and(is_uuid) {
            self.fout(pad, "Dit moet een UUID zijn: 32 hexadecimale cijfers met streepjes (8-4-4-4-12).".to_owned());
        }
    }

    fn fout(&mut self, pad: &str, melding: String) {
        let pad = if pad.is_empty() { super::DEEL_METADATA } else { pad };
        self.fouten.entry(pad.to_owned()).or_default().push(melding);
    }
}

struct Object<'v> {
    pad: &'v str,
    velden: &'v Map<String, Value>,
}

fn onder(pad: &str, naam: &str) -> String {
    if pad.is_empty() { naam.to_owned() } else { format!("{pad}.{naam}") }
}

/// The form with hyphens only; the uuid crate reads others too.
fn is_uuid(tekst: &str) -> bool {
    tekst.len() == 36 && uuid::Uuid::try_parse(tekst).is_ok()
}

/// Whether a text holds nine digits on their own that pass the elfproef.
pub fn lijkt_bsn(tekst: &str) -> bool {
    let woorden = tekst.split(|c: char| !c.is_alphanumeric());
    woorden.filter(|w| w.len() == 9 && w.bytes().all(|b| b.is_ascii_digit())).any(|getal| {
        let gewichten = [9, 8, 7, 6, 5, 4, 3, 2, -1_i32];
        let som: i32 = getal.bytes().zip(gewichten).map(|(cijfer, gewicht)| i32::from(cijfer - b'0') * gewicht).sum();
        som % 11 == 0
    })
}

//! Undoing what a message booked with a client. A refused message counts as never sent (OP286), so everything returns to what
//! the other messages say.

use crate::record::{ClientFeit, StartFeit, StopFeit, Teruggenomen, VerzoekFeit};
use crate::seam::BerichtId;

impl ClientFeit {
    /// Takes back everything that `bericht` booked, because the retour `door` refused it. Versions of toewijzingen are kept
    /// apart: what was known at which moment must stay answerable.
    pub fn draai_terug(&mut self, bericht: BerichtId, door: BerichtId) {
        self.neem_versies_terug(bericht, door);
        self.starts.retain(|start| start.bericht != bericht);
        self.starts.iter_mut().for_each(|start| start.draai_terug(bericht));
        self.stops.retain(|stop| stop.bericht != bericht);
        self.stops.iter_mut().for_each(|stop| stop.draai_terug(bericht));
        self.verzoeken.retain(|verzoek| verzoek.bericht != bericht);
        for verzoek in &mut self.verzoeken {
            verzoek.antwoorden.retain(|antwoord| antwoord.bericht != bericht);
            verzoek.gehonoreerd_met.retain(|honorering| honorering.bericht != bericht);
        }
    }

    fn neem_versies_terug(&mut self, bericht: BerichtId, door: BerichtId) {
        let (weg, blijft) = self.toewijzingen.drain(..).partition::<Vec<_>, _>(|versie| versie.bericht == bericht);
        self.toewijzingen = blijft;
        self.teruggenomen.extend(weg.into_iter().map(|versie| Teruggenomen { versie, door }));
    }

    /// Whether a verzoek with this reference is left.
    pub fn heeft_verzoek(&self, referentie: &str) -> bool {
        self.verzoeken.iter().any(|verzoek| verzoek.referentie == referentie)
    }

    /// The verzoeken with a reference: more than one when it was sent again before the first was answered.
    pub fn verzoeken_met<'f>(&'f mut self, referentie: &'f str) -> impl Iterator<Item = &'f mut VerzoekFeit> {
        self.verzoeken.iter_mut().filter(move |verzoek| verzoek.referentie == referentie)
    }
}

impl StartFeit {
    /// Notes a message that was sent to delete this start.
    pub fn verwijder(&mut self, door: BerichtId) {
        verwijder(&mut self.verwijderd, &mut self.ook_verwijderd, door);
    }

    fn draai_terug(&mut self, bericht: BerichtId) {
        herstel(&mut self.verwijderd, &mut self.ook_verwijderd, bericht);
    }
}

impl StopFeit {
    /// Notes a message that was sent to delete this stop.
    pub fn verwijder(&mut self, door: BerichtId) {
        verwijder(&mut self.verwijderd, &mut self.ook_verwijderd, door);
    }

    fn draai_terug(&mut self, bericht: BerichtId) {
        herstel(&mut self.verwijderd, &mut self.ook_verwijderd, bericht);
    }
}

fn verwijder(eerste: &mut Option<BerichtId>, ook: &mut Vec<BerichtId>, door: BerichtId) {
    match eerste {
        None => *eerste = Some(door),
        Some(_) => ook.push(door),
    }
}

fn herstel(eerste: &mut Option<BerichtId>, ook: &mut Vec<BerichtId>, bericht: BerichtId) {
    ook.retain(|id| *id != bericht);
    if *eerste == Some(bericht) {
        *eerste = if ook.is_empty() { None } else { Some(ook.remove(0)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deletion_moves_on_to_the_next_message() {
        let (mut eerste, mut ook) = (None, Vec::new());
        for id in [1, 2, 3] {
            verwijder(&mut eerste, &mut ook, BerichtId(id));
        }
        herstel(&mut eerste, &mut ook, BerichtId(2));
        assert_eq!((eerste, ook.len()), (Some(BerichtId(1)), 1));
        herstel(&mut eerste, &mut ook, BerichtId(1));
        assert_eq!((eerste, ook.len()), (Some(BerichtId(3)), 0));
        herstel(&mut eerste, &mut ook, BerichtId(3));
        assert_eq!(eerste, None);
    }
}

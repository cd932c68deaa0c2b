//! The coverage matrix: districts against kinds of help.

use crate::domain::District;

/// A kind of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceKind {
    /// What stands in addresses.
    pub value: String,
    /// What families read.
    pub label: String,
}

/// A district as the matrix needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictRow {
    /// What stands in addresses.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Its GSS code.
    pub code: String,
    /// Children and young people from birth to 25; none when the figure is not known.
    pub children: Option<u32>,
    /// Those for whom rates are computed; none when their number is not known.
    pub people: Option<u32>,
}

impl DistrictRow {
    /// A district with those for whom rates are computed.
    pub fn new(district: &District, people: Option<u32>) -> Self {
        let children = Some(district.children_0_25).filter(|n| *n > 0);
        let (slug, name, code) = (district.slug.clone(), district.name.clone(), district.code.clone());
        Self { slug, name, code, children, people: people.filter(|n| *n > 0) }
    }
}

/// What there is of one kind, by district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KindAvailability {
    /// Services that say they take families from there.
    pub can_use: Vec<u64>,
    /// Of those that match the rest, how many stand there, whoever they take.
    pub based_here: Vec<u64>,
    /// Where nothing can be used: the nearest of that kind.
    pub nearest: Vec<Option<Nearest>>,
}

/// The nearest service of a kind to where a district's people live.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// Its name.
    pub name: String,
    /// Its address on this site.
    pub slug: String,
    /// Where it stands: a district's name, or a town's.
    pub place: Option<String>,
    /// Miles in a straight line.
    pub miles: f64,
    /// Whether it has told us whom it takes; if so, not families from there.
    pub told: bool,
}

/// One district and one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The district's place in the matrix.
    pub district: usize,
    /// The kind's place in the matrix.
    pub kind: usize,
    /// Services a family there can use.
    pub can_use: u64,
    /// Services that stand there.
    pub based_here: u64,
    /// Services a family can use for every 1,000 of the people there; none without their number.
    pub per_1000: Option<f64>,
    /// Where nothing can be used: the nearest.
    pub nearest: Option<Nearest>,
}

/// Districts against kinds of help.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// The districts, in the area's order.
    pub districts: Vec<DistrictRow>,
    /// The kinds, in the vocabulary's order.
    pub kinds: Vec<ServiceKind>,
    /// Every cell, kind by kind.
    pub cells: Vec<Cell>,
    /// The people that rates are for, in words: "children and young people".
    pub per: String,
}

impl Matrix {
    /// Puts supply and districts together. `supplies` are in the order of `kinds`, their counts in that of `districts`.
    pub fn new(
        districts: Vec<DistrictRow>,
        kinds: Vec<ServiceKind>,
        supplies: Vec<KindAvailability>,
        per: String,
    ) -> Self {
        let mut cells = Vec::with_capacity(districts.len() * kinds.len());
        for (kind, supply) in supplies.into_iter().enumerate() {
            for (at, district) in districts.iter().enumerate() {
                let can_use = supply.can_use.get(at).copied().unwrap_or(0);
                cells.push(Cell {
                    district: at,
                    kind,
                    can_use,
                    based_here: supply.based_here.get(at).copied().unwrap_or(0),
                    per_1000: district.people.map(|people| can_use as f64 * 1000.0 / f64::from(people)),
                    nearest: supply.nearest.get(at).cloned().flatten(),
                });
            }
        }
        Self { districts, kinds, cells, per }
    }

    /// The cell of a district and a kind.
    pub fn cell(&self, district: usize, kind: usize) -> Option<&Cell> {
        self.cells.get(kind * self.districts.len() + district).filter(|_| district < self.districts.len())
    }

    /// The cells of a kind, in the order of the districts.
    pub fn of_kind(&self, kind: usize) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |c| c.kind == kind)
    }

    /// The cells of a district, in the order of the kinds.
    pub fn of_district(&self, district: usize) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |c| c.district == district)
    }

    /// Cells where nothing can be used, though families somewhere else in the area have some.
    pub fn missing(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|c| c.can_use == 0 && self.of_kind(c.kind).any(|other| other.can_use > 0))
    }

    /// How many districts have more of a kind than this one, and how many fewer.
    pub fn standing(&self, district: usize, kind: usize) -> (usize, usize) {
        let own = self.cell(district, kind).map_or(0, |c| c.can_use);
        let more = self.of_kind(kind).filter(|c| c.can_use > own).count();
        let fewer = self.of_kind(kind).filter(|c| c.can_use < own).count();
        (more, fewer)
    }

    /// How many kinds each district has nothing of.
    pub fn gaps(&self) -> Vec<usize> {
        (0..self.districts.len()).map(|d| self.of_district(d).filter(|c| c.can_use == 0).count()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Matrix {
        let row = |name: &str, people| DistrictRow {
            slug: name.to_lowercase(),
            name: name.to_owned(),
            code: String::new(),
            children: None,
            people,
        };
        let kind = |label: &str| ServiceKind { value: label.to_lowercase(), label: label.to_owned() };
        let supply = |can_use: [u64; 3]| KindAvailability { can_use: can_use.to_vec(), ..KindAvailability::default() };
        Matrix::new(
            vec![row("North", Some(2_000)), row("South", None), row("West", Some(500))],
            vec![kind("Breaks"), kind("Clubs"), kind("Boats")],
            vec![supply([4, 0, 1]), supply([0, 0, 0]), supply([2, 2, 2])],
            "children".to_owned(),
        )
    }

    #[test]
    fn rates_are_for_a_thousand_children_and_never_divide_by_none() {
        let matrix = matrix();
        assert_eq!(matrix.cell(0, 0).unwrap().per_1000, Some(2.0));
        assert_eq!(matrix.cell(1, 0).unwrap().per_1000, None);
        assert_eq!(matrix.cell(2, 0).unwrap().per_1000, Some(2.0));
        assert!(matrix.cell(3, 0).is_none() && matrix.cell(0, 3).is_none());
    }

    #[test]
    fn missing_is_what_others_have() {
        let matrix = matrix();
        let missing: Vec<_> = matrix.missing().map(|c| (c.district, c.kind)).collect();
        assert_eq!(missing, [(1, 0)], "a kind that nobody has is nobody's gap beside the others");
        assert_eq!(matrix.gaps(), [1, 2, 1]);
        assert_eq!(matrix.standing(2, 0), (1, 1));
        assert_eq!(matrix.standing(2, 2), (0, 0));
    }
}

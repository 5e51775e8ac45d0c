//! Where the offers are, so that they can be met from the nearest to the farthest.
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use domain::calendar::SchoolYear;
use rstar::{AABB, ParentNode, RStarInsertionStrategy, RTree, RTreeNode, RTreeObject, RTreeParams};

/// A point on the unit geo_index.
pub(super) type Point = [f64; 3];

/// The square of the straight line between two points; 0..=4, and never negative zero.
pub(super) fn squared_chord(a: &Point, b: &Point) -> f64 {
    square_sum([a[0] - b[0], a[1] - b[1], a[2] - b[2]])
}

fn square_sum([x, y, z]: Point) -> f64 {
    x * x + y * y + z * z
}

/// An offer at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pin {
    /// The offer's number.
    pub(super) offer: u32,
    /// Its place.
    pub(super) point: Point,
}

impl RTreeObject for Pin {
    type Envelope = AABB<Point>;
    fn envelope(&self) -> AABB<Point> {
        AABB::from_point(self.point)
    }
}

/// Wide nodes: fewer steps down, and the walk meets whole nodes at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide;

impl RTreeParams for Wide {
    const MIN_SIZE: usize = 8;
    const MAX_SIZE: usize = 24;
    const REINSERTION_COUNT: usize = 6;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

type Tree = RTree<Pin, Wide>;

/// The offers by school year: years gone by do not slow the present one.
#[derive(Clone, Debug, Default)]
pub(super) struct GeoIndex {
    years: BTreeMap<SchoolYear, Tree>,
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walk {
    /// Nothing within the limit was left out.
    Complete,
    /// It met more offers than it was allowed to.
    Abandoned,
}

/// Between which distances a walk looks, in squared chords, and how many offers it may meet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Nearer offers are passed over.
    pub(super) nearest: f64,
    /// Farther offers are not met.
    pub(super) farthest: f64,
    /// Then the walk is abandoned.
    pub(super) at_most: u64,
}

impl GeoIndex {
    /// All offers at once: faster than one by one.
    pub(super) fn load(pins: BTreeMap<SchoolYear, Vec<Pin>>) -> Self {
        let load = |(year, pins)| (year, Tree::bulk_load_with_params(pins));
        Self {
            years: pins.into_iter().map(load).collect(),
        }
    }

    /// Puts an offer on the map of a year.
    pub(super) fn insert(&mut self, year: SchoolYear, pin: Pin) {
        self.years
            .entry(year)
            .or_insert_with(Tree::new_with_params)
            .insert(pin);
    }

    /// Takes an offer off the map of a year.
    pub(super) fn remove(&mut self, year: SchoolYear, pin: Pin) {
        if let Some(tree) = self.years.get_mut(&year) {
            tree.remove(&pin);
        }
    }

    /// Visits the offers of some years node by node, the nearest nodes first. `visit` takes an
    /// offer and gives the farthest squared chord that it still wants. An offer of two of the
    /// years is visited twice.
    pub(super) fn walk(
        &self,
        years: impl IntoIterator<Item = SchoolYear>,
        from: &Point,
        bounds: Bounds,
        mut visit: impl FnMut(u32) -> f64,
    ) -> Walk {
        let Bounds {
            nearest,
            mut farthest,
            at_most,
        } = bounds;
        let roots = years.into_iter().filter_map(|year| self.years.get(&year));
        let mut ahead: BinaryHeap<Ahead<'_>> = roots
            .map(|tree| Ahead {
                distance: 0.0,
                node: tree.root(),
            })
            .collect();
        let mut met = 0;
        while let Some(Ahead { distance, node }) = ahead.pop() {
            if distance > farthest {
                break;
            }
            if met > at_most {
                return Walk::Abandoned;
            }
            for child in node.children() {
                match child {
                    RTreeNode::Leaf(pin) => {
                        met += 1;
                        let distance = squared_chord(&pin.point, from);
                        if nearest <= distance && distance <= farthest {
                            farthest = farthest.min(visit(pin.offer));
                        }
                    }
                    RTreeNode::Parent(node) => {
                        let (near, far) = extent(&node.envelope(), from);
                        if nearest <= far && near <= farthest {
                            ahead.push(Ahead {
                                distance: near,
                                node,
                            });
                        }
                    }
                }
            }
        }
        Walk::Complete
    }
}

/// The least and the greatest squared chord from a point to anything in a box. Each step rounds
/// as `squared_chord` does, so that no point in the box comes out nearer or farther.
fn extent(envelope: &AABB<Point>, from: &Point) -> (f64, f64) {
    let (lower, upper) = (envelope.lower(), envelope.upper());
    let (mut near, mut far) = ([0.0; 3], [0.0; 3]);
    for axis in 0..3 {
        let (below, above) = (lower[axis] - from[axis], from[axis] - upper[axis]);
        near[axis] = below.max(above).max(0.0);
        far[axis] = below.abs().max(above.abs());
    }
    (square_sum(near), square_sum(far))
}

/// A node that the walk will come to: the nearest is the greatest.
struct Ahead<'a> {
    distance: f64,
    node: &'a ParentNode<Pin>,
}

impl Ord for Ahead<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.distance.total_cmp(&self.distance)
    }
}

impl PartialOrd for Ahead<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ahead<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ahead<'_> {}

#[cfg(test)]
impl GeoIndex {
    /// How many offers are on the maps of all years.
    pub(super) fn pins(&self) -> usize {
        self.years.values().map(RTree::size).sum()
    }
}

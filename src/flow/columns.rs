//! Widths of a table's columns.

/// What a column asks for, in points.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Demand {
    /// Its longest part that no line break divides.
    pub least: f32,
    /// Its longest text on one line.
    pub most: f32,
    /// Relative width the author asked for.
    pub weight: Option<u16>,
}

/// Divides `width` points among columns, all of it.
///
/// Columns with a weight share what the others leave. Columns without one get what their text needs if they ask for no
/// more than an even share; the rest is divided by the square root of the text, which keeps rows low without starving
/// the shorter columns.
pub fn widths(demands: &[Demand], width: f32) -> Vec<f32> {
    let even = width / demands.len().max(1) as f32;
    let fits = demands.iter().map(|demand| demand.least).sum::<f32>() <= width;
    let least: Vec<f32> =
        demands.iter().map(|demand| if fits { demand.least } else { demand.least.min(even) }).collect();
    if demands.iter().all(|demand| demand.weight.is_some()) {
        let weights: Vec<f32> = demands.iter().map(|demand| f32::from(demand.weight.unwrap_or(1))).collect();
        return divide(&weights, &least, width);
    }
    if demands.iter().any(|demand| demand.weight.is_some()) {
        return widths_with_some_weights(demands, &least, width);
    }
    if demands.iter().map(|demand| demand.most).sum::<f32>() <= width {
        let most: Vec<f32> = demands.iter().map(|demand| demand.most).collect();
        return divide(&most, &least, width);
    }
    let shares = fair_shares(demands, width);
    divide(&shares, &least, width)
}

fn widths_with_some_weights(demands: &[Demand], least: &[f32], width: f32) -> Vec<f32> {
    let content = fair_shares(demands, width);
    let (weighted, total): (f32, f32) = demands
        .iter()
        .zip(&content)
        .filter_map(|(demand, content)| Some((*content, f32::from(demand.weight?))))
        .fold((0.0, 0.0), |sum, (content, weight)| (sum.0 + content, sum.1 + weight));
    let shares: Vec<f32> = demands
        .iter()
        .zip(&content)
        .map(|(demand, content)| demand.weight.map_or(*content, |weight| weighted * f32::from(weight) / total.max(1.0)))
        .collect();
    divide(&shares, least, width)
}

/// Columns that need no more than an even share of what is left get what they need, again and again.
fn fair_shares(demands: &[Demand], width: f32) -> Vec<f32> {
    let mut shares: Vec<Option<f32>> = vec![None; demands.len()];
    loop {
        let open = shares.iter().filter(|share| share.is_none()).count();
        let left = width - shares.iter().flatten().sum::<f32>();
        let even = left / open.max(1) as f32;
        let content = |i: usize| demands[i].most;
        let small = (0..demands.len()).find(|i| shares[*i].is_none() && content(*i) <= even);
        match small {
            Some(i) => shares[i] = Some(content(i)),
            None => {
                let roots: f32 = (0..demands.len()).filter(|i| shares[*i].is_none()).map(|i| content(i).sqrt()).sum();
                return (0..demands.len())
                    .map(|i| shares[i].unwrap_or(left * content(i).sqrt() / roots.max(f32::EPSILON)))
                    .collect();
            }
        }
    }
}

/// Widths in proportion to `shares`, none below its `least`, together `width`.
fn divide(shares: &[f32], least: &[f32], width: f32) -> Vec<f32> {
    let mut is_fixed = vec![false; shares.len()];
    loop {
        let fixed: f32 = least.iter().zip(&is_fixed).filter(|(_, fixed)| **fixed).map(|(least, _)| least).sum();
        let open: f32 = shares.iter().zip(&is_fixed).filter(|(_, fixed)| !**fixed).map(|(share, _)| share).sum();
        let scale = if open > 0.0 { (width - fixed) / open } else { 0.0 };
        let starved = (0..shares.len()).find(|i| !is_fixed[*i] && shares[*i] * scale < least[*i]);
        match starved {
            Some(i) => is_fixed[i] = true,
            None => {
                return (0..shares.len()).map(|i| if is_fixed[i] { least[i] } else { shares[i] * scale }).collect();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(least: f32, most: f32) -> Demand {
        Demand { least, most, weight: None }
    }

    #[test]
    fn short_columns_get_what_they_need_and_long_ones_the_rest() {
        let widths = widths(&[demand(20.0, 60.0), demand(20.0, 900.0)], 400.0);
        assert_eq!(widths[0], 60.0);
        assert_eq!(widths[1], 340.0);
    }

    #[test]
    fn a_table_always_fills_the_measure() {
        for demands in [
            vec![demand(20.0, 30.0), demand(20.0, 30.0)],
            vec![demand(300.0, 900.0), demand(20.0, 30.0), demand(50.0, 2000.0)],
            vec![Demand { weight: Some(1), ..demand(10.0, 500.0) }, demand(10.0, 40.0)],
        ] {
            let total: f32 = widths(&demands, 441.0).iter().sum();
            assert!((total - 441.0).abs() < 0.01, "{total}");
        }
    }

    #[test]
    fn weights_are_proportions() {
        let weighted = |weight| Demand { least: 0.0, most: 500.0, weight: Some(weight) };
        assert_eq!(widths(&[weighted(1), weighted(3)], 400.0), [100.0, 300.0]);
    }

    #[test]
    fn a_date_takes_more_than_its_share_where_the_others_can_spare_it() {
        let rest = demand(60.0, 285.0);
        assert_eq!(widths(&[rest, rest, rest, rest, demand(125.0, 125.0)], 441.0)[4], 125.0);
    }

    #[test]
    fn a_word_that_cannot_be_broken_widens_its_column() {
        let widths = widths(
            &[
                Demand { least: 150.0, most: 150.0, weight: Some(1) },
                Demand { least: 10.0, most: 900.0, weight: Some(9) },
            ],
            400.0,
        );
        assert_eq!(widths, [150.0, 250.0]);
    }
}

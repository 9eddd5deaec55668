//! A character with its place on the page, and the frames in which lines of any direction run to the right.

/// Of vertical glyphs the line runs through the middle; so far below it would stand the base line of its Latin letters.
const MIDDLE: f64 = 0.38;

/// Affine map of a plane: `[a b c d e f]` of ISO 32000-1, 8.3.3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    pub const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub fn translation(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then `next`.
    pub fn then(&self, next: &Matrix) -> Matrix {
        let ([a, b, c, d, e, f], Matrix(n)) = (self.0, next);
        let [x, y] = next.direction(e, f);
        Matrix([a * n[0] + b * n[2], a * n[1] + b * n[3], c * n[0] + d * n[2], c * n[1] + d * n[3], x + n[4], y + n[5]])
    }

    /// Where a vector points, its place apart.
    pub fn direction(&self, x: f64, y: f64) -> [f64; 2] {
        let [a, b, c, d, ..] = self.0;
        [x * a + y * c, x * b + y * d]
    }
}

/// Where a line runs to on the upright page; lines follow one another to its right hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Right,
    Up,
    Left,
    /// Also of vertical writing.
    Down,
}

impl Direction {
    pub fn of([x, y]: [f64; 2]) -> Direction {
        match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            (true, true, _) => Direction::Right,
            (true, false, _) => Direction::Left,
            (false, _, true) => Direction::Up,
            (false, _, false) => Direction::Down,
        }
    }

    /// A place on the page, by how far it is along a line, and how far back towards the first line.
    fn framed(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Direction::Right => (x, y),
            Direction::Up => (y, -x),
            Direction::Left => (-x, -y),
            Direction::Down => (-y, x),
        }
    }
}

/// Measures are points, in the frame of its direction.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// One character, or what the font or the file says that it stands for; white space is a space between others.
    pub text: String,
    /// Where it begins.
    pub left: f32,
    /// Of its line.
    pub baseline: f32,
    pub width: f32,
    pub size: f32,
    pub direction: Direction,
    /// Page furniture by the word of the file.
    pub is_furniture: bool,
    /// How many of its page are drawn before it.
    pub drawn: usize,
}

impl Glyph {
    /// `matrix` leads from text space to the upright page; measures of it: `advance`, and the length of an em.
    pub fn place(text: String, matrix: &Matrix, advance: f64, em: f64, is_vertical: bool) -> Glyph {
        let along = if is_vertical { [0.0, advance] } else { [advance, 0.0] };
        let [dx, dy] = matrix.direction(along[0], along[1]);
        let forward = if is_vertical { matrix.direction(0.0, -em) } else { matrix.direction(em, 0.0) };
        let direction = Direction::of(forward);
        let [ux, uy] = if is_vertical { matrix.direction(em, 0.0) } else { matrix.direction(0.0, em) };
        let size = ux.hypot(uy);
        let (left, middle) = direction.framed(matrix.0[4], matrix.0[5]);
        let baseline = if is_vertical { middle - MIDDLE * size } else { middle };
        Glyph {
            text,
            left: left as f32,
            baseline: baseline as f32,
            width: dx.hypot(dy) as f32,
            size: size as f32,
            direction,
            is_furniture: false,
            drawn: 0,
        }
    }

    pub fn right(&self) -> f32 {
        self.left + self.width
    }

    pub fn is_space(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() && c != '\u{3000}')
    }

    pub fn is_finite(&self) -> bool {
        [self.left, self.baseline, self.width, self.size].into_iter().all(|measure| measure.abs() < 1e6)
    }
}

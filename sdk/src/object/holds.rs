//! What a type holds that cannot stand everywhere: objects, so that types without any need no code for them, and errors as data.

/// What objects and errors a type holds.
#[derive(Clone, Copy)]
pub struct Holds {
    /// Some that are lent for the call.
    lent: bool,
    /// Some that change their owner.
    owned: bool,
    /// An error that is not that of a `Result`.
    error: bool,
    /// An error that is that of a `Result`.
    failure: bool,
}

impl Holds {
    /// None.
    pub const NOTHING: Holds = Holds {
        lent: false,
        owned: false,
        error: false,
        failure: false,
    };
    /// One that is lent.
    pub const LENT: Holds = Holds {
        lent: true,
        ..Holds::NOTHING
    };
    /// One that changes its owner.
    pub const OWNED: Holds = Holds {
        owned: true,
        ..Holds::NOTHING
    };

    /// What a whole of such parts holds.
    pub const fn all(parts: &[Holds]) -> Holds {
        let mut all = Holds::NOTHING;
        let mut i = 0;
        while i < parts.len() {
            all.lent |= parts[i].lent;
            all.owned |= parts[i].owned;
            all.error |= parts[i].error;
            all.failure |= parts[i].failure;
            i += 1;
        }
        all
    }

    /// What an error with such fields holds.
    pub const fn of_error(fields: &[Holds]) -> Holds {
        let mut all = Holds::all(fields);
        all.error = true;
        all
    }

    /// What a result with these parts holds.
    pub const fn of_result(value: Holds, error: Holds) -> Holds {
        let mut all = Holds::all(&[value, error]);
        all.error = value.error;
        all.failure |= error.error;
        all
    }

    /// Whether there are any objects.
    pub const fn any(self) -> bool {
        self.lent || self.owned
    }
}

/// Refuses a reference to what would take objects away from Python.
pub(crate) const fn assert_lends(holds: Holds) {
    assert!(
        !holds.owned,
        "PX145: a reference to a value that owns objects would take them away from Python. Write `&[&C]` in place of `&[C]`, \
         `Option<&C>` in place of `&Option<C>`; or take the value itself, if the objects are to be used up"
    );
}

/// Refuses objects where only values can stand.
pub(crate) const fn assert_no_objects(holds: Holds) {
    assert!(
        !holds.any(),
        "PX146: an object of a class cannot be part of an error, of what an import, a callable or an iterable takes or gives. Pass \
         a record or a number in its place"
    );
}

/// Refuses objects and errors where only values can stand.
pub(crate) const fn assert_holds_nothing(holds: Holds) {
    assert_no_objects(holds);
    assert!(
        !holds.error && !holds.failure,
        "PX152: an error with a class cannot be part of what an import, a callable or an iterable takes or gives. Pass its text or a \
         record in its place"
    );
}

/// Refuses errors that are not that of a `Result`.
pub(crate) const fn assert_no_errors(holds: Holds) {
    assert!(
        !holds.error,
        "PX152: an error is raised, and is data only as the error of a `Result`: `Vec<Result<T, E>>`. Return that, its text or a record"
    );
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import java.util.Set;

/**
 * Which objects a survey is to have. What belongs to one sandbox alone decides about no other: where a thousand live, reading it
 * would be most of what opening one more costs.
 *
 * @param sandboxes whether what belongs to one sandbox is read, too
 * @param whole the kinds of which it is read in any case
 */
public record ReadingExtent(boolean sandboxes, Set<CustomKind> whole) {

    /** Everything. */
    public static final ReadingExtent ALL = new ReadingExtent(true, Set.of());

    /** Copies the set. */
    public ReadingExtent {
        whole = Set.copyOf(whole);
    }

    /** Returns the extent of what others have made, and what sandboxes share. */
    public static ReadingExtent foreign(Set<CustomKind> whole) {
        return new ReadingExtent(false, whole);
    }

    /** Returns the label selector of a built-in kind; empty for all. */
    String selector() {
        return sandboxes ? "" : SpurlineLabels.OF_NO_SANDBOX;
    }

    /** Returns the label selector of a kind; empty for all. */
    String selector(CustomKind kind) {
        return whole.contains(kind) ? "" : selector();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import dev.spurline.internal.survey.Survey.Unread;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * What was read after a survey, because that shows what there is to read.
 *
 * @param found the objects
 * @param missing what could not be read
 */
public record LaterReading(List<? extends HasMetadata> found, List<Unread> missing) {

    /** Copies the lists. */
    public LaterReading {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }

    /** Returns a survey that knows it, too. */
    public Survey in(Survey survey) {
        return found.isEmpty() && missing.isEmpty() ? survey : survey.plus(found, missing);
    }
}

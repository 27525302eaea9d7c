// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import dev.spurline.internal.survey.Survey.Unread;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * What was read of CronJobs.
 *
 * @param found the CronJobs
 * @param missing where they could not be read
 */
public record CronJobs(List<? extends HasMetadata> found, List<Unread> missing) {

    public CronJobs {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }

    /** Returns a survey that knows them. */
    public Survey in(Survey survey) {
        return survey.plus(found, missing);
    }
}

/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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

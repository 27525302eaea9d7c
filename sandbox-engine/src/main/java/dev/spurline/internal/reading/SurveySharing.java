// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last survey of each set of namespaces. Each sandbox keeps its survey while it lives: those that have found the same keep one
 * and the same, and with it all that is derived from it, such as the index of routes.
 */
final class SurveySharing {

    private final Map<List<Set<String>>, Survey> last = new ConcurrentHashMap<>();

    /** Returns the last survey if that one has the same content, else this one. */
    Survey shared(Survey fresh) {
        return last.merge(
                List.of(Set.of(fresh.namespace()), fresh.read()),
                fresh,
                (before, now) -> before.sameAs(now) ? before : now);
    }
}

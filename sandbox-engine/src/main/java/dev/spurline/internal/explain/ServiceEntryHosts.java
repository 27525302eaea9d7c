// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import java.util.stream.StreamSupport;

/** The hosts that Istio knows by a ServiceEntry. */
final class ServiceEntryHosts {

    private ServiceEntryHosts() {}

    /** Returns whether a ServiceEntry that was read names a host. */
    static boolean know(String host, Survey survey) {
        return survey.all(CustomKind.SERVICE_ENTRY).stream()
                .flatMap(entry -> StreamSupport.stream(
                        JsonTrees.tree(entry).at("/spec/hosts").spliterator(), false))
                .anyMatch(named -> named.asText().equalsIgnoreCase(host));
    }
}

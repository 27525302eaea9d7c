// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.Survey;
import java.util.List;

/** What a mesh takes for granted where an object does not say it. */
final class MeshDefaults {

    private static final List<String> EVERYWHERE = List.of("*");

    private MeshDefaults() {}

    /** Returns for whom a VirtualService is that does not say it. */
    static List<String> exportTo(Survey survey) {
        return EVERYWHERE;
    }
}

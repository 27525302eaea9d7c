// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Optional;

/** Decides by which of the headers with the key routes tell requests apart: a waypoint may use {@code baggage} for itself. */
final class RouteKeys {

    private static final String BAGGAGE = "baggage";
    private static final String WHY =
            "Waypoints of this Istio take the header baggage for themselves (AMBIENT_ENABLE_BAGGAGE of istiod)";

    private final boolean taken;

    RouteKeys(Survey survey) {
        this.taken = survey.istio().stream().anyMatch(IstioDefaults::baggage);
    }

    /**
     * Returns where routes look for the key.
     *
     * @param format where requests carry it
     * @throws PreflightException if they carry it where no route can rely on it
     */
    KeyFormat of(KeyFormat format) {
        if (!taken || !uses(format)) {
            return format;
        }
        List<KeyFormat.Carrier> others = format.carriers().stream()
                .filter(carrier -> !carrier.header().equals(BAGGAGE))
                .toList();
        if (others.isEmpty()) {
            throw new PreflightException(
                    "%s, and %s names no other: add one, such as x-spurline-key".formatted(WHY, Setting.HEADERS.key()));
        }
        return new KeyFormat(others);
    }

    /** Returns what is to be told of it. */
    Optional<String> warning(KeyFormat format) {
        return taken && uses(format)
                ? Optional.of(
                        "%s: routes look for the key in %s alone, which services on the way to a fork have to pass on"
                                .formatted(
                                        WHY,
                                        of(format).carriers().stream()
                                                .map(KeyFormat.Carrier::header)
                                                .toList()))
                : Optional.empty();
    }

    private static boolean uses(KeyFormat format) {
        return format.carriers().stream().anyMatch(carrier -> carrier.header().equals(BAGGAGE));
    }
}

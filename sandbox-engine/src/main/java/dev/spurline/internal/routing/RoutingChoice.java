// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.settings.Setting;
import java.util.Optional;
import java.util.Set;

/** Which ways of routing {@code spurline.routing} allows. */
public enum RoutingChoice {
    AUTO("auto"),
    GATEWAY_API("gateway-api"),
    VIRTUAL_SERVICE("virtual-service"),
    /** Requests say where the forks are; no route is written. */
    OVERRIDES("overrides"),
    /** Nothing is routed: a test reaches the forks that it sends requests to itself. */
    DIRECT("direct");

    private final String text;

    RoutingChoice(String text) {
        this.text = text;
    }

    /** Returns what the setting says. */
    public String setting() {
        return text;
    }

    /** Returns the choice that a setting says. */
    public static RoutingChoice of(String text) {
        for (RoutingChoice choice : values()) {
            if (choice.text.equals(text)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("[%s] is not a value of %s".formatted(text, Setting.ROUTING.key()));
    }

    /** Returns who decides about requests, whatever mesh there is besides; empty: the mesh that is found. */
    public Optional<ServiceMesh> mesh() {
        return switch (this) {
            case AUTO, GATEWAY_API, VIRTUAL_SERVICE -> Optional.empty();
            case OVERRIDES -> Optional.of(ServiceMesh.ENVOY);
            case DIRECT -> Optional.of(ServiceMesh.NONE);
        };
    }

    /** Returns the kinds of which a plan regards routes of other sandboxes, not only those that sandboxes share. */
    public Set<CustomKind> regarded() {
        return this == VIRTUAL_SERVICE ? VirtualServiceGuard.GATEWAY_API : Set.of();
    }

    /** Returns whether requests reach forks by routes that are written. */
    public boolean writesRoutes() {
        return mesh().isEmpty();
    }

    /** Returns what the setting says, as the end of a sentence that says because. */
    String reason() {
        return "%s is [%s]".formatted(Setting.ROUTING.key(), text);
    }
}

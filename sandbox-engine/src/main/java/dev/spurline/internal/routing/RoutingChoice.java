// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.settings.Setting;

/** Which ways of routing {@code spurline.routing} allows. */
public enum RoutingChoice {
    AUTO("auto"),
    GATEWAY_API("gateway-api"),
    VIRTUAL_SERVICE("virtual-service");

    private final String text;

    RoutingChoice(String text) {
        this.text = text;
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

    /** Returns what the setting says, as the end of a sentence that says because. */
    String reason() {
        return "%s is [%s]".formatted(Setting.ROUTING.key(), text);
    }
}

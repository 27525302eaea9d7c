// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.Locale;

/** Whether a VirtualService of ours may outrank one of others, as {@code spurline.istio.shadow} says. */
public enum ShadowChoice {
    /** On releases of Istio on which it is proven. */
    AUTO,
    /** On any. */
    ON,
    OFF;

    /** Returns the choice that a setting says. */
    public static ShadowChoice of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}

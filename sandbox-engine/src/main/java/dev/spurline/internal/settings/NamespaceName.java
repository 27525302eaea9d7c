// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import dev.spurline.internal.text.Dns1123;
import java.util.regex.Pattern;

/** Tells names of namespaces from texts that would lead elsewhere when they stand in a path, past every guard. */
public final class NamespaceName {

    private static final Pattern PATTERN = Pattern.compile(Dns1123.LABEL);

    private NamespaceName() {}

    /**
     * Returns the name.
     *
     * @throws PreflightException if no namespace can be called that
     */
    public static String checked(String name) {
        if (!PATTERN.matcher(name).matches()) {
            throw new PreflightException(
                    "Namespace [%s] is not a valid namespace name: it may have up to 63 characters of a-z, 0-9 and -, and neither begins nor ends with -"
                            .formatted(name));
        }
        return name;
    }
}

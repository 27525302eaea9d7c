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
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import java.util.regex.Pattern;

/** Tells names of namespaces from texts that would lead elsewhere when they stand in a path, past every guard. */
public final class NamespaceName {

    /** What RFC 1123 calls a label, as Kubernetes wants it: lower case. */
    public static final String DNS_1123 = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    private static final Pattern PATTERN = Pattern.compile(DNS_1123);

    private NamespaceName() {}

    /**
     * Returns the name.
     *
     * @throws PreflightException if no namespace can be called that
     */
    public static String checked(String name) {
        if (!PATTERN.matcher(name).matches()) {
            throw new PreflightException(
                    "Namespace [%s] is no name of a namespace: it may have up to 63 characters of a-z, 0-9 and -, and neither begins nor ends with -"
                            .formatted(name));
        }
        return name;
    }
}

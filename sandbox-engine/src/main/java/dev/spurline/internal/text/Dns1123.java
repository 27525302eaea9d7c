// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.text;

/** How names are spelt that become names of DNS. */
public final class Dns1123 {

    /** A pattern of what RFC 1123 calls a label, as Kubernetes wants it: lower case. */
    public static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    private Dns1123() {}
}

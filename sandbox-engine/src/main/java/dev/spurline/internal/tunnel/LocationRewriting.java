// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import java.net.URI;

/**
 * Leads clients that a redirect sends to the address behind a tunnel through the tunnel again: at the address itself, if there
 * is anybody, requests would come in elsewhere, and without the key.
 *
 * @param origin the address behind the tunnel
 * @param tunnel where the tunnel begins
 */
record LocationRewriting(URI origin, URI tunnel) {

    /** Returns where the client is to go; to any other address it is sent as it is. */
    String local(String location) {
        try {
            URI uri = URI.create(location);
            return isOrigin(uri)
                    ? tunnel
                            + location.substring(location.indexOf("//")
                                    + 2
                                    + uri.getRawAuthority().length())
                    : location;
        } catch (IllegalArgumentException malformed) {
            return location;
        }
    }

    private boolean isOrigin(URI uri) {
        return uri.getHost() != null
                && origin.getScheme().equalsIgnoreCase(uri.getScheme())
                && origin.getHost().equalsIgnoreCase(uri.getHost())
                && port(origin) == port(uri);
    }

    /** Returns the port of an address, be it written or that of its scheme. */
    static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}

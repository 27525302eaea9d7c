/** The certificate that the server makes for itself at start. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.tls;

import org.jspecify.annotations.NullMarked;

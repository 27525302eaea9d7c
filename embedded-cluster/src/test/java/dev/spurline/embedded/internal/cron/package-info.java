@NullMarked
package dev.spurline.embedded.internal.cron;

import org.jspecify.annotations.NullMarked;

package org.vexfs.trace.config;

/** A configuration that names something unknown or impossible; the message says where, what, and what to do. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}

"""Addresses of the search."""

from django.urls import path

from search import feeds, views, views_saved

urlpatterns = [
    path("", views.search, name="search"),
    path("suggestions/", views.search_suggestions, name="search_suggestions"),
    path("pages/<int:pk>/", views.search_pages, name="search_pages"),
    path("help/", views.search_help, name="search_help"),
    path("feed/", feeds.SearchFeed(), name="search_feed"),
    path("feed/rss/", feeds.SearchRssFeed(), name="search_feed_rss"),
    path("export/<str:name>/", views_saved.search_export, name="search_export"),
    path("saved/", views_saved.saved_searches, name="saved_searches"),
    path("saved/new/", views_saved.saved_search_new, name="saved_search_new"),
    path("saved/<int:pk>/", views_saved.saved_search, name="saved_search"),
    path(
        "saved/<int:pk>/delete/",
        views_saved.saved_search_delete,
        name="saved_search_delete",
    ),
    path(
        "saved/<int:pk>/feed/",
        views_saved.saved_search_feed_key,
        name="saved_search_feed_key",
    ),
    path(
        "saved/feed/<str:token>/",
        feeds.SavedSearchFeed(),
        name="saved_search_feed",
    ),
    path(
        "alerts/<str:token>/unsubscribe/",
        views_saved.alert_unsubscribe,
        name="alert_unsubscribe",
    ),
]

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "domain/pb-evaluate.h"
#include "model/pb-item-private.h"
#include "model/pb-row-private.h"
#include "model/pb-text.h"

struct _PbItemGroup
{
  PbRow parent_instance;

  GListStore *items; /* (owned) (element-type PbItemModel) */
};

enum
{
  GROUP,
  TITLE,
  N_ITEMS,
  FAILED,
  WAIVED,
  SUMMARY_TEXT,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [GROUP] = { "group", G_TYPE_INT },      [TITLE] = { "title", G_TYPE_STRING },
  [N_ITEMS] = { "n-items", G_TYPE_UINT }, [FAILED] = { "failed", G_TYPE_INT64 },
  [WAIVED] = { "waived", G_TYPE_INT64 },  [SUMMARY_TEXT] = { "summary-text", G_TYPE_STRING },
};

static GType
get_item_type (GListModel *model)
{
  return PB_TYPE_ITEM_MODEL;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PB_ITEM_GROUP (model)->items));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PB_ITEM_GROUP (model)->items), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PbItemGroup,
                               pb_item_group,
                               PB_TYPE_ROW,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static const char *
title_of (PbGroupId id)
{
  static const char *const titles[PB_N_GROUPS] = {
    [PB_GROUP_BAKE] = N_ ("Bake"),
    [PB_GROUP_SOLDER_PASTE] = N_ ("Solder paste"),
    [PB_GROUP_TOOLS] = N_ ("Stencil, squeegee, fixture"),
    [PB_GROUP_PROGRAM] = N_ ("Program"),
    [PB_GROUP_MATERIAL] = N_ ("Material and loading"),
    [PB_GROUP_LINE] = N_ ("Line and route"),
    [PB_GROUP_WINDOWS] = N_ ("Time windows"),
  };

  return pb_translate (titles[id]);
}

static char *
summarise (guint total, guint failed, guint waived)
{
  if (failed > 0)
    /* TRANSLATORS: how many items of a group have failed */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u failed", "%u of %u failed", failed), failed, total);
  if (waived > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u waived", "%u of %u waived", waived), waived, total);
  return g_strdup (_ ("All passed"));
}

gboolean
pb_item_group_take (PbItemGroup *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) mine = g_ptr_array_new ();
  guint failed = 0;
  guint waived = 0;

  for (guint i = 0; i < items->len; i++)
    {
      PbItemModel *item = items->pdata[i];

      if (pb_item_type_group (pb_item_model_get_item_type (item)) != pb_item_group_get_id (self))
        continue;
      g_ptr_array_add (mine, item);
      failed += pb_item_model_get_status (item) == PB_STATUS_FAILED;
      waived += pb_item_model_get_status (item) == PB_STATUS_WAIVED;
    }
  pb_rows_sync (self->items, mine);
  pb_row_set_number (self, FAILED, failed);
  pb_row_set_number (self, WAIVED, waived);
  pb_row_take_text (self, SUMMARY_TEXT, summarise (mine->len, failed, waived));
  return mine->len > 0;
}

static void
pb_item_group_finalize (GObject *object)
{
  g_clear_object (&PB_ITEM_GROUP (object)->items);
  G_OBJECT_CLASS (pb_item_group_parent_class)->finalize (object);
}

static void
pb_item_group_class_init (PbItemGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_item_group_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_item_group_init (PbItemGroup *self)
{
  self->items = g_list_store_new (PB_TYPE_ITEM_MODEL);
  pb_rows_forward (self->items, self, N_ITEMS);
}

PbItemGroup *
pb_item_group_new (PbGroupId id)
{
  PbItemGroup *self = g_object_new (PB_TYPE_ITEM_GROUP, NULL);

  pb_row_set_number (self, GROUP, id);
  pb_row_set_text (self, TITLE, title_of (id));
  return self;
}

PbGroupId
pb_item_group_get_id (PbItemGroup *self)
{
  g_return_val_if_fail (PB_IS_ITEM_GROUP (self), PB_GROUP_LINE);

  return (PbGroupId) pb_row_peek_number (self, GROUP);
}

const char *
pb_item_group_get_title (PbItemGroup *self)
{
  g_return_val_if_fail (PB_IS_ITEM_GROUP (self), "");

  return pb_row_peek_text (self, TITLE);
}
